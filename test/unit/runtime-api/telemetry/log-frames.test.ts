import fc from "fast-check";
import { expect, test } from "vitest";
import { type LogFrame, LogFrames } from "../../../../src/runtime-api/telemetry/log-frames.ts";
import { maxLogLineBytes } from "../../../../src/runtime-api/telemetry/log-lines.ts";
import { inChunks } from "./chunks.ts";

const text = 0xa55a0003;
const json = 0xa55a0002;
const withoutTime = 0xa55a0001;
const error = 0x14;

function frame(type: number, message: string | Uint8Array, microseconds = 1_795_000_000_123_456n): Buffer {
  const body = Buffer.from(message);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(type >>> 0, 0);
  header.writeUInt32BE(body.byteLength, 4);
  header.writeBigUInt64BE(microseconds, 8);
  return Buffer.concat([header, body]);
}

function shortFrame(message: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(withoutTime, 0);
  header.writeUInt32BE(Buffer.byteLength(message), 4);
  return Buffer.concat([header, Buffer.from(message)]);
}

function read(chunks: readonly Uint8Array[]): { frames: readonly LogFrame[]; skippedBytes: number } {
  const frames: LogFrame[] = [];
  const parser = new LogFrames((read) => frames.push(read));
  for (const chunk of chunks) {
    parser.write(Buffer.from(chunk));
  }
  parser.end();
  return { frames, skippedBytes: parser.skippedBytes };
}

const messages = (...chunks: readonly Uint8Array[]) => read(chunks).frames.map(({ message }) => message);

test("a frame has a format, a level, a time and a message of any number of lines", () => {
  expect(read([frame(text | error, "one\ntwo\n"), frame(json, '{"a":1}'), frame(text, "")]).frames).toEqual([
    { format: "text", level: "ERROR", time: new Date(1_795_000_000_123), message: "one\ntwo\n" },
    { format: "json", level: undefined, time: new Date(1_795_000_000_123), message: '{"a":1}' },
    { format: "text", level: undefined, time: new Date(1_795_000_000_123), message: "" },
  ]);
});

test("every level has its bits", () => {
  const masks = [0x04, 0x08, 0x0c, 0x10, 0x14, 0x18];
  const { frames } = read(masks.map((mask) => frame(text | mask, "x")));

  expect(frames.map(({ level }) => level)).toEqual(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);
});

test("the older frame without a time is read too", () => {
  expect(read([shortFrame("older"), frame(text, "newer")]).frames).toMatchObject([
    { format: "text", time: undefined, message: "older" },
    { message: "newer" },
  ]);
});

test("a time that no calendar has is none", () => {
  expect(read([frame(text, "x", 0xffff_ffff_ffff_ffffn)]).frames[0]?.time).toBeUndefined();
});

test("garbage before, between and after frames is skipped and counted", () => {
  const garbage = Buffer.from("plain text\n");
  const all = [garbage, frame(text, "one"), garbage, frame(text, "two"), garbage];

  expect(messages(...all)).toEqual(["one", "two"]);
  expect(read(all).skippedBytes).toBe(3 * garbage.byteLength);
});

test("a level or a type that there is not begins no frame", () => {
  expect(
    messages(frame(0xa55a001f, "x"), frame(0xa55a0000, "x"), frame(0xa55b0003, "x"), frame(text, "one")),
  ).toEqual(["one"]);
});

test("a length beyond reason is garbage, and the frame behind it is read", () => {
  const absurd = frame(text, "");
  absurd.writeUInt32BE(0xffff_ffff, 4);

  expect(messages(absurd, frame(text, "one"))).toEqual(["one"]);
});

test("half a frame at the end is garbage, and frames behind a false beginning are read", () => {
  const half = frame(text, "x".repeat(1_000)).subarray(0, 40);

  expect(messages(frame(text, "one"), half)).toEqual(["one"]);
  expect(messages(half, frame(text, "two"))).toEqual(["two"]);
});

test("a message beyond the limit of a line comes in pieces", () => {
  const { frames } = read([frame(text | error, "x".repeat(2 * maxLogLineBytes + 1))]);

  expect(frames.map(({ message }) => message.length)).toEqual([maxLogLineBytes, maxLogLineBytes, 1]);
  expect(frames.every(({ level }) => level === "ERROR")).toBe(true);
});

const anyPart = fc.oneof(
  fc.string({ unit: "binary" }).map((message) => frame(text, message)),
  fc.string({ unit: "binary" }).map((message) => frame(json | error, message)),
  fc.string().map(shortFrame),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom("\xa5\x5a\x00", "\xa5\x5a\x00\x03\x00\x00\x00\x20")
    .map((start) => Buffer.from(start, "latin1")),
);

test("however the bytes are cut into chunks, frames and skipped bytes are the same", () => {
  fc.assert(
    fc.property(fc.array(anyPart), fc.array(fc.nat(30)), (parts, cuts) => {
      const bytes = Buffer.concat(parts);
      expect(read(inChunks(bytes, cuts))).toEqual(read([bytes]));
    }),
  );
});

test("whatever messages are framed, they are read as they were", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.array(fc.nat(30)), (given, cuts) => {
      const bytes = Buffer.concat(given.map((message) => frame(text, message)));
      const { frames, skippedBytes } = read(inChunks(bytes, cuts));
      expect(frames.map(({ message }) => message)).toEqual(given);
      expect(skippedBytes).toBe(0);
    }),
  );
});
