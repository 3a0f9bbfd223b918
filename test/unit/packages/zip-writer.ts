import { writeFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a zip; `mode` with the file's type, as Unix zips hold it. */
export interface ZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly mode?: number;
}

/** Writes a .zip by hand: tests need archives that no tool would make. */
export async function writeZip(path: string, entries: readonly ZipEntry[]): Promise<string> {
  await writeFile(path, zipOf(entries));
  return path;
}

/** The bytes of a .zip. Source: PKWARE's APPNOTE. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = records(entry, offset);
    parts.push(local);
    directory.push(central);
    offset += local.byteLength;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

function records({ name, content = "", mode = 0o100644 }: ZipEntry, offset: number) {
  const bytes = Buffer.from(content);
  const deflated = deflateRawSync(bytes);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(deflated.byteLength, 14);
  fields.writeUInt32LE(bytes.byteLength, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), deflated]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x03", "latin1"),
    fields,
    tail,
    Buffer.from(name),
  ]);
  return { local, central };
}
