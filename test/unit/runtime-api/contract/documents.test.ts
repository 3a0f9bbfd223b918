import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import type { RawAnswer } from "../raw-client.ts";
import { problemsOf } from "./check-answer.ts";
import { documentNames, readDocument } from "./documents.ts";

describe.each(documentNames)("%s", (name) => {
  it("is a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    expect(await validator.validate(readDocument(name))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });
});

const next = { method: "GET", path: "/2018-06-01/runtime/invocation/next" };
const register = { method: "POST", path: "/2020-01-01/extension/register" };
const telemetry = { method: "PUT", path: "/2022-07-01/telemetry" };
const identifier = "Lambda-Extension-Identifier: 01234567-89ab-cdef-0123-456789abcdef";
const facts = '{"functionName":"f","functionVersion":"1","handler":"h"}\n';

function answer(status: number, body: string, ...headers: readonly string[]): RawAnswer {
  const json = headers.some((line) => line.startsWith("Content-Type"))
    ? []
    : ["Content-Type: application/json"];
  return { status, headers: [...json, ...headers, `Content-Length: ${body.length}`], body };
}

describe("an answer that the documents do not describe is found out", () => {
  it.each([
    ["its status", next, answer(418, "{}\n"), "status 418 is not documented"],
    ["a header", register, answer(200, facts, identifier, "Lambda-Extension-Mood: good"), "mood"],
    ["a header that is missing", register, answer(200, facts), "Lambda-Extension-Identifier is missing"],
    [
      "a header's form",
      register,
      answer(200, facts, "Lambda-Extension-Identifier: lens"),
      'must match format "uuid"',
    ],
    [
      "a header that is no number",
      next,
      answer(
        200,
        "{}",
        "Lambda-Runtime-Aws-Request-Id: x",
        "Lambda-Runtime-Invoked-Function-Arn: arn:x",
        "Lambda-Runtime-Deadline-Ms: soon",
      ),
      "must be integer",
    ],
    [
      "a field",
      register,
      answer(200, facts.replace("}", ',"region":"x"}'), identifier),
      "must NOT have additional properties",
    ],
    [
      "an error's type",
      next,
      answer(403, '{"errorMessage":"no","errorType":"Forbidden"}\n'),
      "must be equal to constant",
    ],
    ["a newline that is missing", register, answer(200, facts.trimEnd(), identifier), "newline"],
    [
      "a newline too many",
      telemetry,
      answer(400, '{"errorType":"ValidationError","errorMessage":"m"}\n'),
      "newline",
    ],
    [
      "its content type",
      register,
      answer(200, facts, identifier, "Content-Type: text/plain"),
      "text/plain is not documented",
    ],
    ["a body that is no JSON", register, answer(200, "{\n", identifier), "expected JSON"],
    ["a body where there is none", { ...telemetry }, answer(404, "gone"), "expected nothing"],
    ["a path", { method: "GET", path: "/nowhere" }, answer(200, '"OK"'), "expected a 404"],
    ["a method", { ...register, method: "PATCH" }, answer(200, facts, identifier), "Allow: POST"],
  ])("by %s", (_, request, given, problem) => {
    expect(problemsOf(request, given).join()).toContain(problem);
  });

  it("also where nothing was asked", () => {
    expect(problemsOf(undefined, answer(200, "{}\n"))).toHaveLength(1);
  });

  it("and one that they describe is not", () => {
    expect(problemsOf(register, answer(200, facts, identifier))).toEqual([]);
  });
});
