import { expect, test } from "vitest";
import {
  burstSize,
  controlCallsPerSecond,
  copyCount,
  usualUpdateMs,
} from "../../../src/shared/lambda-copies.ts";

const wanted = { plannedCount: 20, poolCount: 1, method: "config-update", isCostly: false };

test("many variants have few copies each, and one alone has more", () => {
  const counts = [1, 4, 8, 24, 100].map((poolCount) => copyCount({ ...wanted, poolCount }));
  expect(counts.toSorted((a, b) => b - a)).toEqual(counts);
  expect(counts.at(-1)).toBe(3);
});

test("where there are variants enough, all copies together ask for as many changes as Lambda takes while one is under way", () => {
  const overlapping = (controlCallsPerSecond * usualUpdateMs) / 1000;
  for (const poolCount of [8, 12, 15, 24, 100]) {
    expect(poolCount * copyCount({ ...wanted, poolCount })).toBeGreaterThanOrEqual(overlapping);
  }
});

test("no copy is made that has no cold start, and where there are enough each has two", () => {
  for (let plannedCount = 1; plannedCount <= 30; plannedCount++) {
    const count = copyCount({ ...wanted, plannedCount });
    expect(count).toBeLessThanOrEqual(plannedCount);
    expect(plannedCount >= 6 ? 2 * count : 0).toBeLessThanOrEqual(plannedCount);
  }
});

test("copies that cost money while they wait stay few, and those that wait for most of an hour are many", () => {
  expect(copyCount({ ...wanted, isCostly: true })).toBe(3);
  expect(copyCount({ ...wanted, method: "idle" })).toBe(20);
  expect(copyCount({ ...wanted, method: "burst" })).toBe(1);
});

test("a burst is as large as is planned and allowed, and never larger than a function grows at once", () => {
  expect(burstSize(20, 32)).toBe(20);
  expect(burstSize(20, 10)).toBe(10);
  expect(burstSize(5000, 5000)).toBe(1000);
});
