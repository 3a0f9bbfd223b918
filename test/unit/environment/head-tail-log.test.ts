import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeadTailLog } from "../../../src/environment/head-tail-log.ts";

const kept = 64 * 1024;

function logOf(chunks: readonly string[]): string {
  const log = new HeadTailLog();
  for (const chunk of chunks) {
    log.append(Buffer.from(chunk));
  }
  return log.text();
}

describe("a log of which head and tail are kept", () => {
  it("is the whole log up to twice 64 KB", () => {
    const text = "0123456789abcdef".repeat((2 * kept) / 16);
    expect(logOf([text])).toBe(text);
    expect(logOf([])).toBe("");
  });

  it("is head, a line that says how much is missing, and tail beyond", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const chunks = lengths.map((length, index) => String.fromCharCode(97 + index).repeat(length));
        const whole = chunks.join("");
        const missing = whole.length - 2 * kept;
        const expected =
          missing > 0
            ? `${whole.slice(0, kept)}\n… ${missing} bytes left out …\n${whole.slice(-kept)}`
            : whole;
        expect(logOf(chunks) === expected).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
