import fc from "fast-check";
import { expect, test } from "vitest";
import { LogLines, maxLogLineBytes } from "../../../../src/runtime-api/telemetry/log-lines.ts";
import { inChunks } from "./chunks.ts";

function linesOf(chunks: readonly Uint8Array[], limitBytes?: number): readonly string[] {
  const lines: string[] = [];
  const splitter = new LogLines((line) => lines.push(line), limitBytes);
  for (const chunk of chunks) {
    splitter.write(Buffer.from(chunk));
  }
  splitter.end();
  return lines;
}

const lines = (text: string, limitBytes?: number) => linesOf([Buffer.from(text)], limitBytes);

test("each line is one, empty ones too, and a last one without a newline", () => {
  expect(lines("one\n\ntwo\nthree")).toEqual(["one", "", "two", "three"]);
});

test("nothing written is no line, and a newline at the end begins none", () => {
  expect(linesOf([])).toEqual([]);
  expect(lines("one\n")).toEqual(["one"]);
});

test("a carriage return is taken off before a newline and stays elsewhere", () => {
  expect(lines("one\r\ntwo\rthree\n")).toEqual(["one", "two\rthree"]);
});

test("a line is given out when its newline arrives, not before", () => {
  const given: string[] = [];
  const splitter = new LogLines((line) => given.push(line));
  splitter.write(Buffer.from("half"));
  expect(given).toEqual([]);
  splitter.write(Buffer.from(" and half\n"));
  expect(given).toEqual(["half and half"]);
});

test("a line beyond the limit comes in pieces that break no character", () => {
  expect(lines("aaé\n", 3)).toEqual(["aa", "é"]);
  expect(lines("abcdef\n", 3)).toEqual(["abc", "def"]);
  expect(lines("abcdefg\n", 3)).toEqual(["abc", "def", "g"]);
  expect(lines("abc\r\n", 3)).toEqual(["abc"]);
});

test("the limit is that of a CloudWatch log event", () => {
  const given = lines(`${"x".repeat(maxLogLineBytes)}\n${"y".repeat(maxLogLineBytes + 1)}\n`);

  expect(given.map((line) => line.length)).toEqual([maxLogLineBytes, maxLogLineBytes, 1]);
});

test("however the bytes are cut into chunks, the lines are the same", () => {
  const piece = fc.oneof(
    fc.constantFrom("\n", "\r\n", "\r", "é", "日本", "😀"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.array(fc.nat(40)),
      fc.integer({ min: 4, max: 30 }),
      (pieces, cuts, limit) => {
        const bytes = Buffer.from(pieces.join(""));
        expect(linesOf(inChunks(bytes, cuts), limit)).toEqual(linesOf([bytes], limit));
      },
    ),
  );
});

test("however the bytes are cut, and whatever they are, no line is longer than the limit and valid text is whole", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(20)), (bytes, cuts) => {
      expect(linesOf(inChunks(bytes, cuts), 8)).toEqual(linesOf([bytes], 8));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 4, max: 30 }), (text, limit) => {
      const oneLine = text.replaceAll(/[\r\n]/g, "");
      const given = lines(oneLine, limit);
      expect(given.join("")).toBe(Buffer.from(oneLine).toString("utf8"));
      expect(given.every((line) => Buffer.byteLength(line) <= limit)).toBe(true);
    }),
  );
});
