import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { unusedPort } from "./listeners.ts";
import { buffering, httpTo, line, openTelemetry, tcpTo } from "./subscriptions.ts";

/** Timers that hold this process open. */
function heldTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

test("neither an open batch nor a pause between attempts holds the process open", async () => {
  const port = await unusedPort();
  const before = heldTimers();
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

  expect(heldTimers()).toBe(before);
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
