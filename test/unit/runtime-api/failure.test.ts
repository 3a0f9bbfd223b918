import { describe, expect, it } from "vitest";
import { errorTypeOf, failureOf, failureOfInit, failureOfPost } from "../../../src/runtime-api/failure.ts";
import type { ErrorPost } from "../../../src/runtime-api/invocation.ts";

function post(body: string, facts: Partial<Pick<ErrorPost, "errorType" | "contentType">> = {}): ErrorPost {
  const chunks = [Buffer.from(body)];
  const received = {
    chunks,
    bytes: body.length,
    tooLarge: false,
    complete: true,
    firstByteAtMs: 1,
    endedAtMs: 2,
  };
  return { errorType: undefined, contentType: undefined, ...facts, body: received };
}

describe("an error type", () => {
  it.each([
    ["Runtime.ImportModuleError", "Runtime.ImportModuleError"],
    ["Function.OrderNotFound", "Function.OrderNotFound"],
    ["My.Runtime.Failure42", "My.Runtime.Failure42"],
    ["Function.", "Function.Unknown"],
    ["Function.lower", "Function.Unknown"],
    ["Runtime.lower", "Runtime.Unknown"],
    ["unhandled", "Runtime.Unknown"],
    ["", "Runtime.Unknown"],
    [undefined, "Runtime.Unknown"],
  ])("of the header %s is %s", (header, expected) => {
    expect(errorTypeOf(header)).toBe(expected);
  });
});

describe("a posted error", () => {
  it("is told in the function's own words, and its document is passed on as it came", () => {
    const text = '{ "errorMessage": "no such order", "errorType": "OrderNotFound", "trace": [] }';
    const failure = failureOfPost(post(text, { errorType: "unhandled", contentType: "text/x" }));
    expect(failure).toMatchObject({ type: "OrderNotFound", message: "no such order", contentType: "text/x" });
    expect(failure.document.toString()).toBe(text);
  });

  it("takes its type from the header, and its message from the whole text, where there is no document", () => {
    const failure = failureOfPost(post("it broke", { errorType: "Function.Broken" }));
    expect(failure).toMatchObject({ type: "Function.Broken", message: "it broke" });
    expect(failure.document.toString()).toBe("it broke");
  });

  it("is given a document where there is none", () => {
    const failure = failureOfPost(post("", { errorType: "Function.Broken" }));
    expect(failure.type).toBe("Function.Broken");
    expect(JSON.parse(failure.document.toString())).toMatchObject({ errorType: "Function.Broken" });
  });

  it.each(["null", "7", "[]", '{"errorMessage":7,"errorType":{}}'])("survives the document %s", (text) => {
    expect(failureOfPost(post(text))).toMatchObject({ type: "Runtime.Unknown", message: text });
  });

  it("is cut at 4,096 characters; its document is not", () => {
    const text = JSON.stringify({ errorMessage: "x".repeat(10_000), errorType: "T" });
    const failure = failureOfPost(post(text));
    expect(failure.message).toHaveLength(4096);
    expect(failure.document.byteLength).toBe(text.length);
  });

  it("loses the X-Ray cause that its content type announces", () => {
    const text = '{"errorMessage":"m","errorType":"T","stackTrace":["a"],"errorCause":{"paths":[]}}';
    const failure = failureOfPost(post(text, { contentType: "application/vnd.aws.lambda.error.cause+json" }));
    expect(failure.document.toString()).toBe('{"errorMessage":"m","errorType":"T","stackTrace":["a"]}');
    expect(failure.contentType).toBe("application/json");
  });

  it("becomes a fixed text where that content type announces what cannot be read", () => {
    const failure = failureOfPost(post("{", { contentType: "application/vnd.aws.lambda.error.cause+json" }));
    expect(failure.document.toString()).toBe('"Invalid error body"');
    expect(failure.contentType).toBe("application/octet-stream");
  });
});

describe("an init error", () => {
  it("is JSON only where it can be read as such, whatever the runtime calls it", () => {
    expect(failureOfInit(post("{}", { contentType: "text/plain" })).contentType).toBe("application/json");
    expect(failureOfInit(post("{", { contentType: "application/json" })).contentType).toBe(
      "application/octet-stream",
    );
  });
});

describe("an answer", () => {
  it("that is too large names its size and the limit, as Lambda does", () => {
    const failure = failureOf({ kind: "too-large", bytes: 7_340_060, limitBytes: 6_291_556 });
    expect(failure?.document.toString()).toBe(
      '{"errorMessage":"Response payload size (7340060 bytes) exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
    );
  });

  it("with error trailers carries the document that they hold in base64", () => {
    const errorBody = Buffer.from('{"errorMessage":"dry","errorType":"StreamError"}').toString("base64");
    const failure = failureOf({ kind: "stream-error", errorType: "Runtime.StreamError", errorBody });
    expect(failure).toMatchObject({ type: "StreamError", message: "dry" });
    expect(failureOf({ kind: "stream-error", errorType: "Runtime.StreamError", errorBody: "" })?.type).toBe(
      "Runtime.StreamError",
    );
  });

  it("that is a response is no failure", () => {
    const { body } = post("{}");
    expect(failureOf({ kind: "response", body, contentType: undefined, streaming: false })).toBeUndefined();
  });
});
