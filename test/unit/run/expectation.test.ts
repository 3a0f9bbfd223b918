import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unexpectedAnswer } from "../../../src/run/expectation.ts";
import type { Json } from "../../../src/shared/json.ts";

const body = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("an expected answer", () => {
  it("may hold more keys than were asked for", () => {
    expect(unexpectedAnswer({ a: { b: 1 } }, body({ a: { b: 1, c: 2 }, d: 3 }))).toBeUndefined();
  });

  it("names the path of the first difference", () => {
    expect(unexpectedAnswer({ a: [1, { b: 2 }] }, body({ a: [1, { b: 3 }] }))?.message).toBe(
      "answer.a[1].b: expected 2, got 3",
    );
  });

  it("refuses lists of another length, missing keys and text that is not JSON", () => {
    expect(unexpectedAnswer([1], body([1, 2]))).toBeDefined();
    expect(unexpectedAnswer({ a: null }, body({}))?.message).toBe("answer.a: expected null, got nothing");
    expect(unexpectedAnswer({ a: 1 }, Buffer.from("<html>"))?.message).toBe(
      "expected a JSON answer, got <html>",
    );
    expect(unexpectedAnswer("x", undefined)).toBeDefined();
  });

  it("holds for every value against itself", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => unexpectedAnswer(value as Json, body(value)) === undefined),
    );
  });
});
