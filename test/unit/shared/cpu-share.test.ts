import { describe, expect, it } from "vitest";
import { cpuQuotaUs, cpuShareOf, shortestCpuPeriodMs, visibleCores } from "../../../src/shared/cpu-share.ts";

describe("the CPU of a memory size", () => {
  it("is the time of one core at 1,769 MB, and grows with the memory", () => {
    expect(cpuShareOf(1769)).toBe(1);
    expect(cpuShareOf(10_240)).toBeCloseTo(5.79, 2);
    expect(cpuQuotaUs(1769, 20_000)).toBe(20_000);
    expect(cpuQuotaUs(3538, 20_000)).toBe(40_000);
  });

  it("has a shortest period, below which the kernel takes no quota", () => {
    expect(cpuQuotaUs(128, 20_000)).toBe(1447);
    expect(shortestCpuPeriodMs(128)).toBe(14);
    expect(cpuQuotaUs(128, 14_000)).toBeGreaterThanOrEqual(1000);
    expect(cpuQuotaUs(128, 13_000)).toBeLessThan(1000);
    expect(shortestCpuPeriodMs(1769)).toBe(1);
  });

  it("shows as many cores as Lambda does", () => {
    expect([128, 3008, 3009, 5307, 5308, 7076, 7077, 8845, 8846, 10_240].map(visibleCores)).toEqual([
      2, 2, 3, 3, 4, 4, 5, 5, 6, 6,
    ]);
  });
});
