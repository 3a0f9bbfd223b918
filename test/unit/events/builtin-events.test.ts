import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildEvent, builtinEventNames, builtinEvents } from "../../../src/events/builtin-events.ts";

/** The keys at the top of events as AWS documents them. */
const restKeys = [
  "resource",
  "path",
  "httpMethod",
  "headers",
  "multiValueHeaders",
  "queryStringParameters",
  "multiValueQueryStringParameters",
  "pathParameters",
  "stageVariables",
  "requestContext",
  "body",
  "isBase64Encoded",
];

describe("built-in events", () => {
  test("are the same bytes every time", () => {
    for (const name of builtinEventNames) {
      expect(JSON.stringify(buildEvent(name))).toBe(JSON.stringify(buildEvent(name)));
    }
  });

  test("say the same with their defaults spelled out", () => {
    for (const { name, parameters } of builtinEvents) {
      const spelled = Object.fromEntries(
        Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]),
      );
      expect(buildEvent(name, spelled)).toEqual(buildEvent(name));
    }
  });

  test("that do not exist are refused with a suggestion", () => {
    expect(() => buildEvent("apigateway-res")).toThrow(
      'event: expected one of apigateway-http, apigateway-rest, direct, sqs, got "apigateway-res"\n  did you mean "apigateway-rest"?',
    );
  });

  test("refuse parameters that are unknown or wrong, all at once", () => {
    expect(() =>
      buildEvent("apigateway-rest", { pth: "/", method: "", query: { a: 1 }, toString: 1 }),
    ).toThrow(
      [
        'pth: expected one of method, path, query, headers, body, got "pth"',
        '  did you mean "path"?',
        'method: expected a text that is not empty, got ""',
        'query: expected a mapping of texts, got {"a":1}',
        'toString: expected one of method, path, query, headers, body, got "toString"',
      ].join("\n"),
    );
  });
});

describe("direct", () => {
  test.each([[{}], [null], [[1]], ["text"]])("hands over %j as it is", (body) => {
    expect(buildEvent("direct", { body })).toEqual(body);
  });

  test("is an empty object by default", () => {
    expect(buildEvent("direct")).toEqual({});
  });
});

describe("apigateway-rest", () => {
  test("has the keys of payload format 1.0, null where there is nothing", () => {
    const event = buildEvent("apigateway-rest");
    expect(Object.keys(Object(event))).toEqual(restKeys);
    expect(event).toMatchObject({ httpMethod: "GET", body: null, queryStringParameters: null });
  });

  test("carries method, path, query, headers and body", () => {
    const event = buildEvent("apigateway-rest", {
      method: "POST",
      path: "/orders",
      query: { dry: "1" },
      headers: { "X-Own": "yes" },
      body: { a: 1 },
    });
    expect(event).toMatchObject({
      httpMethod: "POST",
      path: "/orders",
      pathParameters: { proxy: "orders" },
      requestContext: { httpMethod: "POST", path: "/bench/orders" },
      queryStringParameters: { dry: "1" },
      multiValueQueryStringParameters: { dry: ["1"] },
      headers: { "X-Own": "yes" },
      multiValueHeaders: { "X-Own": ["yes"] },
      body: '{"a":1}',
    });
  });
});

describe("apigateway-http", () => {
  test("has the keys of payload format 2.0, absent where there is nothing", () => {
    expect(Object.keys(Object(buildEvent("apigateway-http")))).toEqual([
      "version",
      "routeKey",
      "rawPath",
      "rawQueryString",
      "headers",
      "requestContext",
      "isBase64Encoded",
    ]);
  });

  test("encodes the query, lowers header names and keeps a text body as it is", () => {
    const event = buildEvent("apigateway-http", {
      query: { q: "a b&c" },
      headers: { "X-Own": "yes" },
      body: "text",
    });
    expect(event).toMatchObject({
      version: "2.0",
      rawQueryString: "q=a+b%26c",
      queryStringParameters: { q: "a b&c" },
      headers: { "x-own": "yes", host: "thaw00api1.execute-api.eu-central-1.amazonaws.com" },
      body: "text",
    });
  });
});

describe("sqs", () => {
  test("has as many records as asked for, each with an id of its own", () => {
    const event = buildEvent("sqs", { records: 10 });
    const ids = recordsOf(event).map((record) => record.messageId);
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("has records in the documented shape, with the digest of their body", () => {
    const [record] = recordsOf(buildEvent("sqs", { body: { order: 1 } }));
    expect(Object.keys(record ?? {})).toEqual([
      "messageId",
      "receiptHandle",
      "body",
      "attributes",
      "messageAttributes",
      "md5OfBody",
      "eventSource",
      "eventSourceARN",
      "awsRegion",
    ]);
    expect(record?.body).toBe('{"order":1}');
    expect(record?.md5OfBody).toBe(createHash("md5").update('{"order":1}').digest("hex"));
  });

  test.each([[0], [10_001], [1.5], ["2"]])("refuses %j records", (records) => {
    expect(() => buildEvent("sqs", { records })).toThrow("records: expected 1 to 10000, got");
  });
});

function recordsOf(event: unknown): readonly Record<string, unknown>[] {
  const { Records } = Object(event);
  return Records;
}
