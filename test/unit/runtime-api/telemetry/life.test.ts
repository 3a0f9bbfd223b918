import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { HttpListener, TcpListener, unusedPort } from "./listeners.ts";
import { liveResources } from "./live-resources.ts";
import { buffering, httpTo, line, openTelemetry, platform, tcpTo } from "./subscriptions.ts";

test("who subscribes late gets what came before, its own subscription and what comes after, in order", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.publish(platform("platform.initStart", { phase: "init" }));
  telemetry.publish(line("loading"));
  telemetry.subscribe("lens", httpTo(listener.port));
  telemetry.publish(platform("platform.initReport", {}));

  await telemetry.flush(60_000);
  expect(listener.types).toEqual([
    "platform.initStart",
    "function",
    "platform.telemetrySubscription",
    "platform.initReport",
  ]);
  expect(listener.recordsOf("platform.telemetrySubscription")).toEqual([
    { name: "lens", state: "Subscribed", types: ["platform", "function", "extension"] },
  ]);
});

test("what is kept for late subscribers is bounded, and what was not kept is told", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry({ backlog: { maxItems: 2 } });
  for (const text of ["one", "two", "three", "four"]) {
    telemetry.publish(line(text));
  }
  telemetry.subscribe("lens", httpTo(listener.port));

  await telemetry.flush(60_000);
  expect(listener.recordsOf("function")).toEqual(["one", "two"]);
  expect(listener.recordsOf("platform.logsDropped")).toEqual([
    { droppedBytes: 9, droppedRecords: 2, reason: "Some logs were dropped before the extension subscribed" },
  ]);
});

test("nothing is wanted once subscribing is closed and nobody subscribed", () => {
  const telemetry = openTelemetry();
  expect(telemetry.wanted).toBe(true);
  telemetry.closeSubscriptions();
  expect(telemetry.wanted).toBe(false);
});

test("subscribing after its end is refused, and who subscribed before is still served", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.closeSubscriptions();

  expect(telemetry.subscribe("late", httpTo(listener.port))).toBe("closed");
  expect(telemetry.wanted).toBe(true);
  telemetry.publish(line("one"));
  await listener.received(1);
});

test("the same subscription twice is one subscription", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.publish(line("one"));
  telemetry.subscribe("lens", httpTo(listener.port));
  telemetry.subscribe("lens", httpTo(listener.port));
  telemetry.publish(line("two"));

  await telemetry.flush(60_000);
  expect(listener.types).toEqual(["function", "platform.telemetrySubscription", "function"]);
});

test("another subscription of the same extension replaces the first and starts from the beginning", async () => {
  const first = await HttpListener.open();
  const second = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.publish(line("one"));
  telemetry.subscribe("lens", httpTo(first.port, { types: ["function"] }));
  await first.received(1);
  telemetry.subscribe("lens", httpTo(second.port, { types: ["function"] }));
  telemetry.publish(line("two"));

  await telemetry.flush(60_000);
  expect(first.recordsOf("function")).toEqual(["one"]);
  expect(second.recordsOf("function")).toEqual(["one", "two"]);
  await until(() => first.openSockets === 0);
});

test("an extension that subscribed through one API cannot through the other, another extension can", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port));
  const logs = httpTo(listener.port, { api: "logs", schemaVersion: "2020-08-15" });

  expect(telemetry.subscribe("lens", logs)).toBe("other-api");
  expect(telemetry.subscribe("lamp", logs)).toBe("subscribed");
});

test("flush delivers an open batch before its time and resolves when it has arrived", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  const slow = buffering({ timeoutMs: 30_000 });
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"], buffering: slow }));
  telemetry.publish(line("one"));

  await telemetry.flush(60_000);
  expect(listener.recordsOf("function")).toEqual(["one"]);
});

test("flush ends at its limit where a subscriber hangs", async () => {
  const listener = await HttpListener.open(() => {});
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));

  await telemetry.flush(20);
  expect(listener.batches.length).toBeLessThanOrEqual(1);
});

test("flush with nobody subscribed resolves", async () => {
  await openTelemetry().flush(60_000);
});

test("flush tries again at once where an attempt had failed", async () => {
  const port = await unusedPort();
  const telemetry = openTelemetry({ delivery: { firstPauseMs: 3_600_000, longestPauseMs: 3_600_000 } });
  telemetry.subscribe("lens", httpTo(port, { types: ["function"] }));
  telemetry.publish(line("one"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const listener = await HttpListener.open((response) => response.end(), port);

  await telemetry.flush(60_000);
  expect(listener.recordsOf("function")).toEqual(["one"]);
});

test("after a reset the old subscribers get nothing and new ones can subscribe", async () => {
  const old = await HttpListener.open();
  const fresh = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(old.port, { types: ["function"] }));
  telemetry.publish(line("of the first life"));
  await old.received(1);
  telemetry.closeSubscriptions();
  telemetry.reset();
  telemetry.publish(line("of the second life"));

  expect(telemetry.subscribe("lens", httpTo(fresh.port, { types: ["function"] }))).toBe("subscribed");
  await telemetry.flush(60_000);
  expect(fresh.recordsOf("function")).toEqual(["of the second life"]);
  expect(old.recordsOf("function")).toEqual(["of the first life"]);
});

test("after close nothing is left: no timer, no connection, not even of subscribers that hang or refuse", async () => {
  const listener = await HttpListener.open();
  const hanging = await HttpListener.open(() => {});
  const lines = await TcpListener.open();
  const live = liveResources();
  const telemetry = openTelemetry({ delivery: { firstPauseMs: 60_000, longestPauseMs: 60_000 } });
  const waiting = buffering({ timeoutMs: 30_000 });
  telemetry.subscribe("answers", httpTo(listener.port));
  telemetry.subscribe("hangs", httpTo(hanging.port));
  telemetry.subscribe("refuses", httpTo(await unusedPort()));
  telemetry.subscribe("reads", tcpTo(lines.port));
  telemetry.subscribe("waits", tcpTo(lines.port, { buffering: waiting }));
  telemetry.publish(line("one"));
  await listener.received(2);
  await until(() => hanging.batches.length === 1 && lines.events.length > 1);
  const ofSubscribers = [...live.keys()];
  expect(ofSubscribers.length).toBeGreaterThan(5);

  telemetry.close();
  const afterClose = live.size;
  telemetry.publish(line("two"));
  expect(telemetry.subscribe("late", httpTo(listener.port))).toBe("closed");
  expect(live.size).toBe(afterClose);
  expect(telemetry.wanted).toBe(false);
  await until(() => ofSubscribers.every((id) => !live.has(id)));
});

test("close ends a flush that is under way", async () => {
  const hanging = await HttpListener.open(() => {});
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(hanging.port));
  const flushed = telemetry.flush(3_600_000);
  await until(() => hanging.batches.length === 1);
  telemetry.close();

  await flushed;
});

test("an event that JSON cannot hold is left out, and who published it does not notice", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port, { types: ["function", "platform"] }));
  telemetry.publish(platform("platform.report", { metrics: 1n }));
  telemetry.publish({ ...line("when?"), time: new Date(Number.NaN) });
  telemetry.publish(line("one"));

  await telemetry.flush(60_000);
  expect(listener.types).toEqual(["platform.telemetrySubscription", "function"]);
});

test("an event is serialised once for all subscribers of a schema, and never for a stream that nobody asked for", async () => {
  const listener = await HttpListener.open();
  const telemetry = openTelemetry();
  for (const name of ["one", "two", "three"]) {
    telemetry.subscribe(name, httpTo(listener.port, { types: ["platform"] }));
  }
  telemetry.subscribe("four", httpTo(listener.port, { types: ["function"] }));
  let serialised = 0;
  const toJSON = () => {
    serialised += 1;
    return "x";
  };
  telemetry.publish(platform("platform.start", { toJSON }));
  telemetry.publish({ ...platform("extension", { toJSON }), type: "extension" });

  expect(serialised).toBe(1);
});
