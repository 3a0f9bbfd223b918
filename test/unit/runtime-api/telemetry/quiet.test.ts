import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { HttpListener, unusedPort } from "./listeners.ts";
import { heldTimers, liveResources } from "./live-resources.ts";
import { buffering, httpTo, line, openTelemetry, tcpTo } from "./subscriptions.ts";

test("neither an open batch nor a pause between attempts holds the process open", async () => {
  const port = await unusedPort();
  const live = liveResources();
  let attempts = 0;
  const telemetry = openTelemetry({
    delivery: { firstPauseMs: 60_000, longestPauseMs: 60_000 },
    connect: () => {
      attempts += 1;
      throw new Error("no way there");
    },
  });
  telemetry.subscribe("waits", httpTo(port, { buffering: buffering({ timeoutMs: 30_000 }) }));
  telemetry.subscribe("pauses", httpTo(port, { buffering: buffering({ maxItems: 1 }) }));
  await until(() => attempts === 1);
  await new Promise((resolve) => setImmediate(resolve));

  expect(live.size).toBeGreaterThan(0);
  expect(heldTimers(live)).toEqual([]);
});

test("a flush that ended before its limit leaves nothing that holds the process open", async () => {
  const listener = await HttpListener.open();
  const live = liveResources();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", httpTo(listener.port));
  await telemetry.flush(3_600_000);
  // What was cleared is told of a little later.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));

  expect(heldTimers(live)).toEqual([]);
});

test("a target that cannot connect at all is a failed attempt, over HTTP and over TCP", async () => {
  let attempts = 0;
  const telemetry = openTelemetry({
    delivery: { firstPauseMs: 1, longestPauseMs: 1, attempts: 3 },
    connect: () => {
      attempts += 1;
      throw new Error("no way there");
    },
  });
  telemetry.subscribe("lens", httpTo(4711, { types: ["function"] }));
  telemetry.subscribe("lamp", tcpTo(4711, { types: ["function"] }));
  telemetry.publish(line("one"));
  await telemetry.flush(60_000);

  expect(attempts).toBe(6);
});
