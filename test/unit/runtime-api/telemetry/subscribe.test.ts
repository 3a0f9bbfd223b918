import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { logsSubscribe } from "../../../../src/runtime-api/telemetry/logs-subscribe.ts";
import type { SubscribableTelemetry } from "../../../../src/runtime-api/telemetry/subscribable-telemetry.ts";
import { telemetrySubscribe } from "../../../../src/runtime-api/telemetry/telemetry-subscribe.ts";
import { problemsOf } from "../contract/check-answer.ts";
import { HttpListener, TcpListener } from "./listeners.ts";
import { openTelemetry } from "./subscriptions.ts";

/** The two endpoints on a server of their own; the extension is called lens. */
async function openEndpoints(telemetry: SubscribableTelemetry): Promise<string> {
  const server = createServer((request, response) => {
    const endpoint = request.url === "/2020-08-15/logs" ? logsSubscribe : telemetrySubscribe;
    endpoint(telemetry, request, response, "lens");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

async function put(telemetry: SubscribableTelemetry, path: string, body: unknown): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const url = `${await openEndpoints(telemetry)}${path}`;
  const answer = await fetch(url, { method: "PUT", body: text, headers: { Connection: "close" } });
  const { status } = answer;
  const given = {
    status,
    headers: [...answer.headers].map((header) => header.join(": ")),
    body: await answer.text(),
  };
  expect(problemsOf({ method: "PUT", path }, given)).toEqual([]);
  return { status, type: answer.headers.get("content-type"), body: given.body };
}

const toTelemetry = (telemetry: SubscribableTelemetry, body: unknown) =>
  put(telemetry, "/2022-07-01/telemetry", body);
const toLogs = (telemetry: SubscribableTelemetry, body: unknown) => put(telemetry, "/2020-08-15/logs", body);

function request(facts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schemaVersion: "2022-12-13",
    types: ["platform"],
    destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:8080/events" },
    ...facts,
  };
}

async function refusal(facts: Record<string, unknown>): Promise<string> {
  const answer = await toTelemetry(openTelemetry(), request(facts));
  expect(answer.status).toBe(400);
  const error = JSON.parse(answer.body);
  expect(error.errorType).toBe("ValidationError");
  return error.errorMessage;
}

test("a subscription is answered 200 and the JSON text OK, and its events arrive where it said", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const URI = `http://sandbox:${listener.port}/a/b?c=d`;
  const buffering = { timeoutMs: 25, maxItems: 1000, maxBytes: 262_144 };
  const body = request({ destination: { protocol: "HTTP", URI }, buffering });

  const answer = await toTelemetry(telemetry, body);
  expect(answer).toEqual({ status: 200, type: "application/json", body: '"OK"' });
  await listener.received(1);
  expect(listener.batches[0]).toMatchObject({
    method: "POST",
    url: "/a/b?c=d",
    headers: { host: `sandbox:${listener.port}` },
    events: [
      {
        type: "platform.telemetrySubscription",
        record: { name: "lens", state: "Subscribed", types: ["platform"] },
      },
    ],
  });
});

test("a destination without a path is delivered to /", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const URI = `http://sandbox.localdomain:${listener.port}`;
  await toTelemetry(telemetry, request({ destination: { protocol: "HTTP", URI } }));

  await telemetry.flush(60_000);
  expect(listener.batches[0]?.url).toBe("/");
});

test("a TCP destination is a port", async () => {
  const listener = await TcpListener.open();
  const telemetry = openTelemetry();
  const body = request({ destination: { protocol: "TCP", port: listener.port } });

  expect((await toTelemetry(telemetry, body)).status).toBe(200);
  await telemetry.flush(60_000);
});

test("the Logs API says so in its own event, needs no schema version and can deliver by PUT", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const URI = `http://sandbox.localdomain:${listener.port}/logs`;
  const answer = await toLogs(telemetry, {
    types: ["platform", "function"],
    destination: { protocol: "HTTP", URI, method: "PUT", encoding: "JSON" },
  });

  expect(answer).toEqual({ status: 200, type: "application/json", body: '"OK"' });
  await telemetry.flush(60_000);
  expect(listener.batches[0]).toMatchObject({
    method: "PUT",
    events: [
      {
        type: "platform.logsSubscription",
        record: { name: "lens", state: "Subscribed", types: ["platform", "function"] },
      },
    ],
  });
});

test("after init a good request is 403, in the words of each API", async () => {
  const telemetry = openTelemetry();
  telemetry.closeSubscriptions();

  expect(await toTelemetry(telemetry, request())).toEqual({
    status: 403,
    type: "application/json",
    body: '{"errorMessage":"Telemetry API subscription is closed","errorType":"Telemetry.SubscriptionClosed"}\n',
  });
  expect(await toLogs(telemetry, request({ schemaVersion: "2021-03-18" }))).toEqual({
    status: 403,
    type: "application/json",
    body: '{"errorMessage":"Logs API subscription is closed","errorType":"Logs.SubscriptionClosed"}\n',
  });
});

test("after init a wrong request is still 400", async () => {
  const telemetry = openTelemetry();
  telemetry.closeSubscriptions();

  expect((await toTelemetry(telemetry, request({ types: [] }))).status).toBe(400);
});

test("the documented example of a refusal is given to the byte", async () => {
  const body = request({ types: [], destination: { protocol: "HTTP", URI: "http://sandbox.localdomain" } });
  const errorMessage = "URI port is not provided; types should not be empty";

  expect(await toTelemetry(openTelemetry(), body)).toEqual({
    status: 400,
    type: "application/json",
    body: JSON.stringify({ errorType: "ValidationError", errorMessage }),
  });
  expect(await toLogs(openTelemetry(), { ...body, schemaVersion: "2020-08-15" })).toEqual({
    status: 400,
    type: "application/json",
    body: JSON.stringify({ errorType: "Logs.ValidationError", errorMessage }),
  });
});

test("every wrong field is named", async () => {
  const message = await refusal({
    schemaVersion: "2020-08-15",
    types: ["platform", "logs"],
    buffering: { maxItems: 999, maxBytes: 1_048_577, timeoutMs: 24.5 },
    destination: { protocol: "HTTP", URI: "http://localhost:9001" },
  });

  expect(message.split("; ")).toEqual([
    'schemaVersion: expected one of 2022-07-01, 2022-12-13, 2025-01-29, got "2020-08-15"',
    'destination.URI host must be sandbox.localdomain or sandbox, got "localhost"',
    "URI port: 9001 is reserved by Lambda",
    'types: expected platform, function or extension, got "logs"',
    "buffering.maxItems: expected an integer from 1000 to 10000, got 999",
    "buffering.maxBytes: expected an integer from 262144 to 1048576, got 1048577",
    "buffering.timeoutMs: expected an integer from 25 to 30000, got 24.5",
  ]);
});

test("what is missing is named", async () => {
  const answer = await toTelemetry(openTelemetry(), {});

  expect(JSON.parse(answer.body).errorMessage).toBe(
    "schemaVersion is not provided; destination is not provided; types is not provided",
  );
});

test.each([
  [
    "a scheme other than http",
    { protocol: "HTTP", URI: "https://sandbox.localdomain:8080" },
    /^destination\.URI: /,
  ],
  ["a URI that is none", { protocol: "HTTP", URI: "sandbox.localdomain:8080" }, /^destination\.URI: /],
  ["an HTTP destination without a URI", { protocol: "HTTP" }, /^URI is not provided$/],
  [
    "a host that ends like the right one",
    { protocol: "HTTP", URI: "http://my.sandbox:8080" },
    /host must be/,
  ],
  ["a user in the URI", { protocol: "HTTP", URI: "http://me@sandbox:8080" }, /host must be/],
  ["port 0", { protocol: "HTTP", URI: "http://sandbox:0" }, /^URI port: expected an integer from 1 to 65535/],
  [
    "a port beyond 65535",
    { protocol: "HTTP", URI: "http://sandbox:65536" },
    /^destination\.URI: |^URI port: /,
  ],
  ["a TCP destination without a port", { protocol: "TCP" }, /^destination\.port is not provided$/],
  ["a TCP port as text", { protocol: "TCP", port: "8080" }, /^destination\.port: expected an integer/],
  ["a protocol in small letters", { protocol: "http", URI: "http://sandbox:80" }, /^destination\.protocol: /],
  ["a destination that is a text", "http://sandbox:80", /^destination: expected an object/],
])("%s is refused", async (_, destination, message) => {
  expect(await refusal({ destination })).toMatch(message);
});

test("port 80 is a port that was given", async () => {
  const body = request({ destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:80/" } });

  expect((await toTelemetry(openTelemetry(), body)).status).toBe(200);
});

test("the largest and the smallest buffers are taken, and fields that nobody knows", async () => {
  const largest = { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 30_000, other: 1 };
  const smallest = { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 };

  expect((await toTelemetry(openTelemetry(), request({ buffering: largest, other: [] }))).status).toBe(200);
  expect((await toTelemetry(openTelemetry(), request({ buffering: smallest }))).status).toBe(200);
});

test("a body that is not a JSON object is refused", async () => {
  for (const body of ['{"invalid": json}', "", "[]", "null"]) {
    const answer = await toTelemetry(openTelemetry(), body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).errorMessage).toMatch(/^failed to parse JSON: /);
  }
});

test("a body larger than any request may be is 413", async () => {
  const answer = await toTelemetry(openTelemetry(), "x".repeat(7 * 1024 * 1024));

  expect(answer.status).toBe(413);
});

test("a request that breaks off subscribes nobody", async () => {
  const telemetry = openTelemetry();
  const address = new URL(await openEndpoints(telemetry));
  const socket = connect({ host: address.hostname, port: Number(address.port) });
  const text = JSON.stringify(request());
  socket.write(
    `PUT /2022-07-01/telemetry HTTP/1.1\r\nHost: x\r\nContent-Length: ${text.length + 1}\r\n\r\n${text}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
  await once(socket, "close");
  await new Promise((resolve) => setTimeout(resolve, 20));
  telemetry.closeSubscriptions();

  expect(telemetry.wanted).toBe(false);
});

test("subscribing through the other API is refused", async () => {
  const telemetry = openTelemetry();
  await toTelemetry(telemetry, request());
  const answer = await toLogs(telemetry, request({ schemaVersion: "2020-08-15" }));

  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body)).toEqual({
    errorType: "Logs.ValidationError",
    errorMessage: "the extension is already subscribed through the Telemetry API",
  });
});
