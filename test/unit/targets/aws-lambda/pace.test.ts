import { expect, it } from "vitest";
import { systemClock } from "../../../../src/shared/clock.ts";
import { Pace } from "../../../../src/targets/aws-lambda/pace.ts";

const { signal } = new AbortController();

/** When each of some calls went, in milliseconds since the first. */
async function departures(pace: Pace, count: number): Promise<number[]> {
  const times = await Promise.all(
    Array.from({ length: count }, () => pace.turn(signal).then(() => performance.now())),
  );
  return times.map((time) => time - (times[0] ?? 0));
}

it("lets calls go evenly, in the order of asking", async () => {
  const times = await departures(new Pace({ perSecond: 100, clock: systemClock }), 30);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(times.at(-1)).toBeGreaterThan(29 * 10 - 10);
});

it("is slower when a call was refused, until calls go through", () => {
  const pace = new Pace({ perSecond: 100, clock: systemClock });
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
  const pace = new Pace({ perSecond: 10, clock: systemClock });
  await pace.turn(signal);
  const controller = new AbortController();
  const given = pace.turn(controller.signal);
  controller.abort(new Error("enough"));
  await expect(given).rejects.toThrow("enough");
  const beganMs = performance.now();
  await pace.turn(signal);
  expect(performance.now() - beganMs).toBeLessThan(190);
});
