import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { HttpListener, type ReceivedEvent, unusedPort } from "./listeners.ts";
import { buffering, httpTo, line, openTelemetry } from "./subscriptions.ts";

const quick = { firstPauseMs: 2, longestPauseMs: 10 };
const small = buffering({ maxItems: 10, maxBytes: 2_000 });

interface Dropped {
  readonly droppedRecords: number;
  readonly droppedBytes: number;
  readonly reason: string;
}

function isDropped(record: unknown): record is Dropped {
  return typeof record === "object" && record !== null && "droppedRecords" in record;
}

function droppedIn(events: readonly ReceivedEvent[]): readonly Dropped[] {
  return events.map(({ record }) => record).filter(isDropped);
}

test("a batch that got a 5xx is sent again, the same and before those behind it", async () => {
  const listener = await HttpListener.open((response, count) => {
    response.statusCode = count <= 2 ? 503 : 200;
    response.end();
  });
  const telemetry = openTelemetry({ delivery: quick });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: small }));
  for (let count = 0; count < 20; count += 1) {
    telemetry.publish(line(String(count)));
  }

  await telemetry.flush(60_000);
  const [first, second, third, fourth] = listener.batches;
  expect(second).toMatchObject({ events: first?.events });
  expect(third).toMatchObject({ events: first?.events });
  expect(fourth?.events[0]).toMatchObject({ record: "10" });
});

test("a listener that opens its port after subscribing gets everything from the start", async () => {
  const port = await unusedPort();
  const telemetry = openTelemetry({ delivery: { ...quick, attempts: 10_000 } });
  telemetry.subscribe("lens", httpTo(port));
  telemetry.publish(line("early"));
  await new Promise((resolve) => setTimeout(resolve, 30));

  const listener = await HttpListener.open((response) => response.end(), port);
  await listener.received(2);
  expect(listener.types).toEqual(["platform.telemetrySubscription", "function"]);
});

test("a subscriber whose listener comes back after a crash goes on where it was", async () => {
  const listener = await HttpListener.open();
  const { port } = listener;
  const telemetry = openTelemetry({ delivery: { ...quick, attempts: 10_000 } });
  telemetry.subscribe("lens", httpTo(port, { types: ["function"] }));
  telemetry.publish(line("before"));
  await listener.received(1);
  listener.vanish();
  telemetry.publish(line("meanwhile"));
  await new Promise((resolve) => setTimeout(resolve, 20));

  const second = await HttpListener.open((response) => response.end(), port);
  telemetry.publish(line("after"));
  await second.received(2);
  expect(second.recordsOf("function")).toEqual(["meanwhile", "after"]);
});

test("a connection that is reset in the middle of a request is one failed attempt", async () => {
  const listener = await HttpListener.open((response, count) => {
    if (count === 1) {
      response.socket?.resetAndDestroy();
    } else {
      response.end();
    }
  });
  const telemetry = openTelemetry({ delivery: quick });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));

  await telemetry.flush(60_000);
  expect(listener.recordsOf("function")).toEqual(["one", "one"]);
});

test("a subscriber that does not answer in time is asked again", async () => {
  const listener = await HttpListener.open((response, count) => {
    if (count > 1) {
      response.end();
    }
  });
  const telemetry = openTelemetry({ delivery: { ...quick, answerMs: 20 } });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));

  await telemetry.flush(60_000);
  expect(listener.recordsOf("function")).toEqual(["one", "one"]);
});

test("what waits for a slow subscriber is bounded; the newest is dropped, and what was delivered and dropped is all there was", async () => {
  const held: ServerResponse[] = [];
  let isSlow = true;
  const listener = await HttpListener.open((response) => {
    if (isSlow) {
      held.push(response);
    } else {
      response.end();
    }
  });
  const telemetry = openTelemetry({ delivery: { pendingBatches: 3 } });
  telemetry.subscribe("lens", httpTo(listener.port, { buffering: small }));
  const published = 5_000;
  for (let count = 0; count < published; count += 1) {
    telemetry.publish(line(`line ${count}`));
  }
  await until(() => held.length === 1);
  isSlow = false;
  held[0]?.end();
  await telemetry.flush(60_000);

  const dropped = droppedIn(listener.events);
  const records = listener.recordsOf("function");
  expect(dropped).toHaveLength(1);
  expect(dropped[0]?.reason).toBe(
    "Some logs were dropped because the downstream consumer is slower than the logs production rate",
  );
  expect(records.length + (dropped[0]?.droppedRecords ?? 0)).toBe(published);
  expect(listener.events.length).toBeLessThanOrEqual(3 * 10 + 1);
  expect(records).toEqual(Array.from(records, (_, count) => `line ${count}`));
});

test("droppedBytes are the bytes of the events that did not come", async () => {
  const held: ServerResponse[] = [];
  const listener = await HttpListener.open((response, count) =>
    count === 1 ? held.push(response) : response.end(),
  );
  const telemetry = openTelemetry({ delivery: { pendingBatches: 2 } });
  telemetry.subscribe("lens", httpTo(listener.port, { buffering: small }));
  for (let count = 0; count < 100; count += 1) {
    telemetry.publish(line("always the same"));
  }
  await until(() => held.length === 1);
  held[0]?.end();
  await telemetry.flush(60_000);

  const [event] = listener.events.filter(({ type }) => type === "function");
  const [dropped] = droppedIn(listener.events);
  const bytes = Buffer.byteLength(JSON.stringify(event));
  expect(dropped?.droppedBytes).toBe((dropped?.droppedRecords ?? 0) * bytes);
});

test("the notice stands where the dropped events would have stood", async () => {
  const held: ServerResponse[] = [];
  const listener = await HttpListener.open((response, count) =>
    count === 1 ? held.push(response) : response.end(),
  );
  const telemetry = openTelemetry({ delivery: { pendingBatches: 2 } });
  telemetry.subscribe("lens", httpTo(listener.port, { buffering: small }));
  for (let count = 0; count < 100; count += 1) {
    telemetry.publish(line(String(count)));
  }
  await until(() => held.length === 1);
  held[0]?.end();
  await telemetry.flush(60_000);
  telemetry.publish(line("after"));
  await telemetry.flush(60_000);

  const types = listener.types.filter((type) => type !== "platform.telemetrySubscription");
  const notice = types.indexOf("platform.logsDropped");
  expect(types.slice(0, notice).every((type) => type === "function")).toBe(true);
  expect(types.slice(notice)).toEqual(["platform.logsDropped", "function"]);
  expect(listener.recordsOf("function").at(-1)).toBe("after");
});

test("once events are dropped, others are taken when half has gone: one gap, not many", async () => {
  const held: ServerResponse[] = [];
  const listener = await HttpListener.open((response) => held.push(response));
  const telemetry = openTelemetry({ delivery: { pendingBatches: 4 } });
  const tenEach = buffering({ maxItems: 10, timeoutMs: 30_000 });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function", "platform"], buffering: tenEach }));
  publishLines(39 + 1);
  for (const answered of [1, 2]) {
    await until(() => held.length === answered);
    held[answered - 1]?.end();
    await until(() => held.length === answered + 1);
    publishLines(1);
  }
  held[2]?.end();
  await until(() => held.length === 4);
  publishLines(1);
  held[3]?.end();
  await until(() => held.length === 5);
  held[4]?.end();
  await telemetry.flush(1_000);

  expect(droppedIn(listener.events).map(({ droppedRecords }) => droppedRecords)).toEqual([3]);

  function publishLines(count: number): void {
    for (let index = 0; index < count; index += 1) {
      telemetry.publish(line("x"));
    }
  }
});

test("a batch that no attempt could deliver is dropped, and told with the failure when the subscriber is back", async () => {
  const port = await unusedPort();
  const telemetry = openTelemetry({ delivery: { ...quick, attempts: 2 } });
  telemetry.subscribe("lens", httpTo(port));
  telemetry.publish(line("lost"));
  await telemetry.flush(60_000);
  telemetry.publish(line("lost too"));
  await telemetry.flush(60_000);

  const listener = await HttpListener.open((response) => response.end(), port);
  telemetry.publish(line("here"));
  await telemetry.flush(60_000);
  const [dropped] = droppedIn(listener.events);
  expect(listener.types).toEqual(["platform.logsDropped", "function"]);
  expect(dropped?.droppedRecords).toBe(3);
  expect(dropped?.reason).toMatch(/^could not send events: .*ECONNREFUSED/);
});

test("who did not ask for platform events is not told of dropped ones", async () => {
  const held: ServerResponse[] = [];
  const listener = await HttpListener.open((response, count) =>
    count === 1 ? held.push(response) : response.end(),
  );
  const telemetry = openTelemetry({ delivery: { pendingBatches: 2 } });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: small }));
  for (let count = 0; count < 100; count += 1) {
    telemetry.publish(line(String(count)));
  }
  await until(() => held.length === 1);
  held[0]?.end();
  await telemetry.flush(60_000);

  expect(listener.events.length).toBeLessThan(100);
  expect(new Set(listener.types)).toEqual(new Set(["function"]));
});

test("a subscriber that hangs does not hold back another", async () => {
  const hanging = await HttpListener.open(() => {});
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(hanging.port, { types: ["function"] }));
  telemetry.subscribe("lamp", httpTo(listener.port, { types: ["function"] }));
  for (let count = 0; count < 100; count += 1) {
    telemetry.publish(line(String(count)));
  }

  expect(await listener.received(100)).toHaveLength(100);
});
