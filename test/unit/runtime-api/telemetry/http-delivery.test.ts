import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { HttpListener } from "./listeners.ts";
import { buffering, httpTo, line, openTelemetry, platform } from "./subscriptions.ts";

test("a batch is a POST of a JSON array to the path that was subscribed, with the host as it was written", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));
  telemetry.publish(line("zwei ü"));

  expect(await listener.received(2)).toEqual([
    { time: "2026-11-23T19:20:11.123Z", type: "function", record: "one" },
    { time: "2026-11-23T19:20:11.123Z", type: "function", record: "zwei ü" },
  ]);
  const [batch] = listener.batches;
  expect(batch).toMatchObject({ method: "POST", url: "/events" });
  expect(batch?.headers).toMatchObject({
    host: `sandbox.localdomain:${listener.port}`,
    "content-type": "application/json",
    "content-length": String(batch?.bytes),
  });
});

test("all batches come over one connection", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port));
  for (let count = 1; count <= 5; count += 1) {
    telemetry.publish(line(`line ${count}`));
    await listener.received(count + 1);
  }

  expect(listener.batches.length).toBeGreaterThanOrEqual(5);
  expect(listener.connections).toBe(1);
});

test("a batch goes out when it holds maxItems events", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const slow = buffering({ maxItems: 3, timeoutMs: 30_000 });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: slow }));
  for (let count = 1; count <= 7; count += 1) {
    telemetry.publish(line(`line ${count}`));
  }

  await listener.received(6);
  expect(listener.batches.map(({ events }) => events.length)).toEqual([3, 3]);
  await telemetry.flush(60_000);
  expect(listener.batches.map(({ events }) => events.length)).toEqual([3, 3, 1]);
});

test("a batch goes out when it holds maxBytes, and is larger by at most one event", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const slow = buffering({ maxBytes: 10_000, timeoutMs: 30_000 });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: slow }));
  for (let count = 0; count < 8; count += 1) {
    telemetry.publish(line("x".repeat(4_000)));
  }

  await listener.received(6);
  expect(listener.batches.map(({ events }) => events.length)).toEqual([3, 3]);
});

test("only one delivery is under way, and events keep their order", async () => {
  let underWay = 0;
  let most = 0;
  const listener = await HttpListener.open((response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    setTimeout(() => {
      underWay -= 1;
      response.end();
    }, 3);
  });
  const telemetry = openTelemetry();
  const small = buffering({ maxItems: 10, maxBytes: 1_000_000 });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: small }));
  for (let count = 0; count < 40; count += 1) {
    telemetry.publish(line(String(count)));
  }

  const events = await listener.received(40);
  expect(events.map(({ record }) => record)).toEqual(Array.from({ length: 40 }, (_, count) => String(count)));
  expect(most).toBe(1);
});

test("a subscriber gets the streams that it asked for and no others", async () => {
  const functions = await HttpListener.open();
  const platforms = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(functions.port, { types: ["function"] }));
  telemetry.subscribe("lamp", httpTo(platforms.port, { types: ["platform", "extension"] }));
  telemetry.publish(line("from the function"));
  telemetry.publish({ ...line("from an extension"), type: "extension" });
  telemetry.publish(platform("platform.start", { requestId: "r" }));

  await telemetry.flush(60_000);
  expect(functions.types).toEqual(["function"]);
  expect(platforms.types).toEqual([
    "platform.telemetrySubscription",
    "platform.telemetrySubscription",
    "extension",
    "platform.start",
  ]);
});

test("what a subscriber answers does not matter below 400, whatever its size", async () => {
  const listener = await HttpListener.open((response) => {
    response.writeHead(302, { Location: "http://elsewhere/" });
    response.end("x".repeat(1_000_000));
  });
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));
  await telemetry.flush(60_000);
  telemetry.publish(line("two"));
  await telemetry.flush(60_000);

  expect(listener.recordsOf("function")).toEqual(["one", "two"]);
  await until(() => listener.openSockets === 1);
});
