import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readText, refuseBadSources } from "../../../src/log-exports/open-log.ts";
import { sha256 } from "../../../src/shared/digest.ts";

const folder = mkdtempSync(join(tmpdir(), "logs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = "REPORT RequestId: ä\n".repeat(20_000);

function file(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { name, path };
}

async function read(source: { readonly name: string; readonly path?: string }, stdin = Readable.from([])) {
  const chunks = readText(source, stdin, new AbortController().signal);
  let whole = "";
  let next = await chunks.next();
  for (; next.done !== true; next = await chunks.next()) {
    whole += next.value;
  }
  return { text: whole, ...next.value };
}

describe("a log's text", () => {
  it("is its bytes as UTF-8, with their number and digest", async () => {
    const bytes = Buffer.from(text);
    expect(await read(file("plain.log", text))).toEqual({ text, bytes: bytes.length, sha256: sha256(bytes) });
  });

  it("is unpacked where gzip has packed it, in one part or several", async () => {
    const packed = Buffer.concat([gzipSync(text), gzipSync("more")]);
    const found = await read(file("packed.gz", packed));
    expect(found).toEqual({ text: `${text}more`, bytes: packed.length, sha256: sha256(packed) });
  });

  it("may be UTF-16 with a mark, and loses the mark of UTF-8", async () => {
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    expect((await read(file("wide.log", utf16))).text).toBe(text);
    expect((await read(file("marked.log", `\ufeff${text}`))).text).toBe(text);
  });

  it("comes from standard input, in chunks of any length", async () => {
    const stdin = Readable.from([...Buffer.from(text.slice(0, 2000))].map((byte) => Buffer.from([byte])));
    expect((await read({ name: "-" }, stdin)).text).toBe(text.slice(0, 2000));
    expect((await read({ name: "-" })).text).toBe("");
  });

  it("is refused where it is none, or is cut off", async () => {
    await expect(read(file("binary", Uint8Array.from([0x7f, 0x45, 0, 1])))).rejects.toThrow(
      /^binary: expected a log as text, JSON or CSV, got a binary file/,
    );
    await expect(read(file("cut.gz", gzipSync(text).subarray(0, 40)))).rejects.toThrow(
      /^cut.gz: expected a file of a log that can be read, got unexpected end of file/,
    );
  });
});

describe("sources", () => {
  it("are refused all at once, each with its reason", async () => {
    const plain = file("one.log", text);
    const again = { name: "./one.log", path: plain.path };
    const sources = [
      plain,
      { name: "-" },
      { name: "gone", path: join(folder, "gone") },
      { name: ".", path: folder },
    ];
    await expect(refuseBadSources(sources)).rejects.toThrow(
      /^gone: expected a file of a log, got ENOENT.*\n\.: expected a file of a log, got a folder$/,
    );
    await expect(refuseBadSources([plain, again])).rejects.toThrow(
      "./one.log: expected each file once, got it twice",
    );
    await expect(refuseBadSources([plain, { name: "-" }])).resolves.toBeUndefined();
  });
});
