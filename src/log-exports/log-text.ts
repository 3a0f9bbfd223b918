import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError } from "../shared/errors.ts";

/**
 * The text of a log's bytes, which gzip may have packed. `place` is what messages call it. @throws InputError for what is no text;
 * whatever the bytes' source or the unpacking throws.
 */
export function logText(chunks: AsyncGenerator<Buffer>, place: string): AsyncGenerator<string> {
  return textOf(unpacked(chunks), place);
}

async function* unpacked(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await firstOf(chunks);
  const all = prepended(first, chunks);
  // An error of the input or of the unpacking ends the iteration with it.
  yield* first[0] === 0x1f && first[1] === 0x8b
    ? pipeline(Readable.from(all), createGunzip(), () => {})
    : all;
}

/** Enough of it to see what it is. */
async function firstOf(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let first = Buffer.alloc(0);
  while (first.length < 4) {
    const next = await chunks.next();
    if (next.done === true) {
      break;
    }
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* prepended(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** UTF-8, or UTF-16 with a byte order mark, as PowerShell writes what it is redirected. @throws InputError for what is neither. */
async function* textOf(chunks: AsyncIterable<Buffer>, place: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk);
      if (encoding === "utf-8" && chunk.includes(0)) {
        const message = "expected a log as text, JSON or CSV, got a binary file";
        throw new InputError([{ place, message, hint: "a gzip file is unpacked by itself, others are not" }]);
      }
      decoder = new TextDecoder(encoding);
    }
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? "";
}

function encodingOf(chunk: Buffer): string {
  const mark = chunk.length < 2 ? 0 : chunk.readUInt16BE(0);
  return mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
}
