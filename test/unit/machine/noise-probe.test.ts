import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { disturbances } from "../../../src/machine/disturbances.ts";
import { cacheFolderOf } from "../../../src/machine/folders.ts";
import { readHostFacts } from "../../../src/machine/host-facts.ts";
import { createNoiseProbe } from "../../../src/machine/noise-probe.ts";
import { systemClock } from "../../../src/shared/clock.ts";

describe("the noise probe", () => {
  it("tells steal where the kernel does, and pressure as a share", () => {
    const noise = createNoiseProbe(systemClock)().end();
    expect(noise.stealMs !== undefined).toBe(existsSync("/proc/stat"));
    expect(noise.cpuPressure ?? 0).toBeGreaterThanOrEqual(0);
    expect(noise.cpuPressure ?? 0).toBeLessThanOrEqual(1);
  });
});

describe("the host's facts", () => {
  it("name the machine and nobody's name", () => {
    const facts = readHostFacts();
    expect(facts.cpuCount).toBeGreaterThan(0);
    expect(facts.nodeVersion).toBe(process.version);
    expect(JSON.stringify(facts)).not.toContain(process.env.HOME ?? "no home");
  });

  it("become sentences where they disturb", () => {
    const steady = {
      platform: "linux",
      kernel: "6",
      architecture: "x86_64",
      cpuCount: 8,
      memoryMb: 1,
      nodeVersion: "v20",
    };
    expect(disturbances(steady)).toEqual([]);
    const noisy = { ...steady, cpuCount: 1, cpuGovernor: "powersave", loadAverage: 3, virtualization: "yes" };
    expect(disturbances(noisy)).toHaveLength(4);
  });
});

it("keeps the cache where the user says, else where the system does", () => {
  expect(cacheFolderOf({ THAW_CACHE_DIR: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
  expect(cacheFolderOf({ XDG_CACHE_HOME: "/b" })).toBe("/b/thaw");
  expect(cacheFolderOf({})).toMatch(/\.cache\/thaw$/);
});
