import { describe, expect, it } from "vitest";
import { unexpectedAnswer } from "../../../../src/run/expectation.ts";
import { functionDocument, isFunctionFailure } from "../../../../src/targets/aws-lambda/url-answer.ts";

const answer = (status: number, body: string) => ({ status, body: Buffer.from(body) });

describe("an answer over HTTP", () => {
  it("is held against what a scenario expects of the function, be that a status, a body or an object's keys", () => {
    const document = functionDocument(answer(404, '{"ok":false}'));
    expect(unexpectedAnswer({ statusCode: 404 }, document)).toBeUndefined();
    expect(unexpectedAnswer({ statusCode: 404, body: '{"ok":false}' }, document)).toBeUndefined();
    expect(unexpectedAnswer({ ok: false }, document)).toBeUndefined();
    expect(unexpectedAnswer({ statusCode: 200 }, document)?.message).toBe(
      "answer.statusCode: expected 200, got 404",
    );
  });

  it("has its status and its text where its body is no object", () => {
    for (const body of ["hello", "[1]", "null", ""]) {
      expect(JSON.parse(Buffer.from(functionDocument(answer(200, body))).toString())).toEqual({
        statusCode: 200,
        body,
      });
    }
  });

  it("is Lambda's for a function that failed by its status and its words alone", () => {
    expect(isFunctionFailure(answer(502, "Internal Server Error"))).toBe(true);
    expect(isFunctionFailure(answer(502, '{"message":"bad gateway"}'))).toBe(false);
    expect(isFunctionFailure(answer(500, "Internal Server Error"))).toBe(false);
  });
});
