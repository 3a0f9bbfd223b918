import { createReadStream } from "node:fs";
import { InputError, messageOf } from "../shared/errors.ts";

/** A line that ends with a newline, and where it stands. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Offset of the first byte after its newline. */
  readonly endByte: number;
}

const newline = 0x0a;
const chunkBytes = 256 * 1024;

/**
 * The newline-terminated lines of a file, in batches of a quarter of a megabyte; what follows the last newline is left out.
 * @throws InputError when the file cannot be read.
 */
export async function* readLines(path: string): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  let offset = 0;
  for await (const chunk of chunksOf(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const batch = splitLines(bytes, lines, offset);
    const consumed = (batch.at(-1)?.endByte ?? offset) - offset;
    rest = bytes.subarray(consumed);
    offset += consumed;
    lines += batch.length;
    yield batch;
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      if (Buffer.isBuffer(chunk)) {
        yield chunk;
      }
    }
  } catch (error) {
    const problem = { place: path, message: `expected a file of samples, got ${messageOf(error)}` };
    throw new InputError([problem], { cause: error });
  }
}

function splitLines(bytes: Buffer, linesBefore: number, offset: number): Line[] {
  const found: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    const text = bytes.toString("utf8", start, end);
    start = end + 1;
    found.push({ text, number: linesBefore + found.length + 1, endByte: offset + start });
  }
  return found;
}
