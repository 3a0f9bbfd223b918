import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pace } from "../../../../src/targets/aws-lambda/pace.ts";

const clock = { nowMs: () => performance.now(), date: () => new Date() };
const { signal } = new AbortController();
// As many wait at once as there are calls.
setMaxListeners(0, signal);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of some calls went, in milliseconds since the first. */
async function departures(pace: Pace, count: number): Promise<number[]> {
  const turns = Promise.all(
    Array.from({ length: count }, () => pace.turn(signal).then(() => performance.now())),
  );
  await vi.runAllTimersAsync();
  const times = await turns;
  return times.map((time) => time - (times[0] ?? 0));
}

it("lets calls go evenly, in the order of asking", async () => {
  const times = await departures(new Pace({ perSecond: 100, clock }), 250);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(11);
});

it("lets no more go in a second than are allowed, and hardly fewer", async () => {
  const times = await departures(new Pace({ perSecond: 15, clock }), 100);
  const seconds = times.slice(15).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(1000);
  expect(times.at(-1)).toBeLessThan(1.01 * (99 / 15) * 1000);
});

it("makes up for calls that went late, and still lets no more go in a second", async () => {
  let lateMs = 0;
  const lateClock = { ...clock, nowMs: () => performance.now() + lateMs };
  const pace = new Pace({ perSecond: 14.4, clock: lateClock });
  const times: number[] = [];
  const turns = Promise.all(
    Array.from({ length: 150 }, async (_, index) => {
      await pace.turn(signal);
      times.push(lateClock.nowMs());
      // The machine stands still for a moment, again and again.
      lateMs += index % 5 === 0 ? 60 : 0;
    }),
  );
  await vi.runAllTimersAsync();
  await turns;
  const seconds = times.slice(15).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(1000);
  const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(tookMs).toBeLessThan(1.03 * (149 / 14.4) * 1000);
});

it("is slower when a call was refused, until calls go through", () => {
  const pace = new Pace({ perSecond: 100, clock });
  pace.slowDown();
  const slow = pace.perSecond;
  expect(slow).toBeLessThan(100);
  // Refused together with the other: that is one sign, not two.
  pace.slowDown();
  expect(pace.perSecond).toBe(slow);
  for (let call = 0; call < 100; call++) {
    pace.speedUp();
  }
  expect(pace.perSecond).toBe(100);
});

it("forgets who does not wait any more", async () => {
  const pace = new Pace({ perSecond: 10, clock });
  await pace.turn(signal);
  const controller = new AbortController();
  const given = pace.turn(controller.signal);
  controller.abort(new Error("enough"));
  await expect(given).rejects.toThrow("enough");
  const beganMs = performance.now();
  const next = pace.turn(signal);
  await vi.runAllTimersAsync();
  await next;
  // The turn of the one that went is free for this one.
  expect(performance.now() - beganMs).toBeLessThan(110);
});
