import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, functionCode, openDockerBench } from "./fixture.ts";

const name = `the limits of a container${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const busy = (changes: Partial<Variant> = {}): Partial<Variant> => ({
  code: functionCode("busy"),
  timeoutSeconds: 30,
  ...changes,
});
const tasks = (changes: Partial<Variant> = {}): Partial<Variant> => ({
  code: functionCode("tasks"),
  runtime: "python3.11",
  handler: "app.handler",
  memoryMb: 1769,
  timeoutSeconds: 30,
  ...changes,
});
/** Nobody else may write control groups. */
const isRoot = process.getuid?.() === 0;
const memories = [256, 512, 1024, 1769];
/** What a sandbox says of its CPU before and after init. */
const share = (before: string, after: string) => ({ atLoad: { quota: before }, now: { quota: after } });

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("give the CPU share after init, and as many cores before as after", async () => {
    const { told } = await bench.invoke({}, busy({ memoryMb: 128 }));
    expect(told).toMatchObject(share("max 20000", "1447 20000"));
    expect(Reflect.get(Object(told.now), "cores")).toBe(Reflect.get(Object(told.atLoad), "cores"));
    expect(bench.target.engine?.cpuShareBy).toBe(isRoot ? "cgroup" : "engine");
  });

  it("give the CPU share by the engine where the control group is out of reach, in the gap", async () => {
    const byCgroup = await bench.invoke({}, busy());
    await using other = await openDockerBench({}, { cgroupRoot: "/nowhere" });
    const { told, observation } = await other.invoke({}, busy({ memoryMb: 128 }));
    expect(told).toMatchObject(share("max 20000", "1447 20000"));
    expect(other.target.engine?.cpuShareBy).toBe("engine");
    if (isRoot) {
      expect(observation.gapMs).toBeGreaterThan(byCgroup.observation.gapMs ?? 0);
    }
    const { initMs = 0, durationMs = 0, provisionMs = 0, invokeMs = 0 } = observation;
    expect(observation.coldStartMs).toBeCloseTo(initMs + durationMs, 6);
    expect(observation.coldTotalMs).toBeCloseTo(provisionMs + initMs + invokeMs, 6);
  });

  it("are those of the scenario: period, none at all, in init, too", async () => {
    const given = async (docker: Variant["docker"]) =>
      (await bench.invoke({}, busy({ memoryMb: 1769, docker }))).told;
    expect(await given({ cpuPeriodUs: 50_000 })).toMatchObject(share("max 50000", "50000 50000"));
    expect(await given({ limitCpu: false })).toMatchObject(share("max 100000", "max 100000"));
    expect(await given({ boostInit: false })).toMatchObject(share("20000 20000", "20000 20000"));
  });

  it("are on record for each variant", async () => {
    const { facts } = await bench.prepare({ memoryMb: 128 });
    expect(facts.cpu).toEqual({ cores: 2, quotaUs: 1447, periodUs: 20_000 });
    const free = await bench.prepare({ memoryMb: 128, docker: { limitCpu: false } });
    expect(free.facts.cpu).toEqual({ cores: 2 });
    const always = await bench.prepare({ memoryMb: 1769, docker: { boostInit: false } });
    expect(always.facts.cpu).toMatchObject({ quotaUs: 20_000, limitedInit: true });
  });

  it("give an init inside of an invocation the share of the invocation", async () => {
    const environment = await bench.start(busy({ memoryMb: 256, environment: { INIT_CPU_MS: "100" } }));
    try {
      const first = await ask(environment, { exit: true });
      const { observation } = await ask(environment, {});
      expect(observation.status).toBe("ok");
      const atFullShareMs = first.observation.cpuInitMs ?? Infinity;
      expect(observation.suppressedInitMs).toBeGreaterThan((0.5 * atFullShareMs * 1769) / 256);
    } finally {
      await environment.stop();
    }
  });

  it("hold 1,024 processes and threads of the function together", async () => {
    const eagain = 11;
    const { told } = await bench.invoke({ action: "fill", threads: 1000 }, tasks());
    expect(told).toMatchObject({ tasks: 1024, errno: eagain });
    expect(told.processes).toBeLessThanOrEqual(24);
  });

  it("leave out /dev/shm, as Lambda does", async () => {
    const { told } = await bench.invoke({ action: "shared" }, tasks());
    expect(told).toEqual({ there: false, lock: false });
  });

  describe.each([
    ["by the control group", {}],
    ["by the engine", { cgroupRoot: "/nowhere" }],
  ])("frozen %s", (_, changes) => {
    it("stop what a function does between invocations, and none of its time", async () => {
      await using other = await openDockerBench({}, changes);
      const ticksBetween = async (freeze: boolean) => {
        const environment = await other.start(busy({ docker: { freeze } }));
        try {
          const before = await ask(environment, {});
          await sleep(1000);
          const after = await ask(environment, {});
          expect(after.observation.status).toBe("ok");
          expect(after.told.remainingMs).toBeGreaterThan(29_000);
          return Number(after.told.ticks) - Number(before.told.ticks);
        } finally {
          await environment.stop();
        }
      };
      expect(await ticksBetween(false)).toBeGreaterThan(3 * (await ticksBetween(true)));
    });
  });

  it("give CPU time as 1/memory, and none less in init", async ({ annotate }) => {
    const taken = new Map(memories.map((memoryMb): [number, Busy[]] => [memoryMb, []]));
    const endAt = performance.now() + 30_000;
    for (let round = 0; round < 2 || (performance.now() < endAt && !isProportional(taken)); round++) {
      for (const memoryMb of memories) {
        taken.get(memoryMb)?.push(await busyFor(bench, memoryMb, 300));
      }
    }
    for (const [memoryMb, all] of taken) {
      for (const { durationMs, cpuMs, throttledMs, throttledInitMs } of all) {
        const dueMs = (cpuMs * 1769) / memoryMb;
        expect(cpuMs).toBeGreaterThanOrEqual(300);
        expect(durationMs).toBeGreaterThan(0.95 * dueMs);
        expect(cpuMs + throttledMs).toBeLessThan(1.15 * dueMs);
        expect(throttledInitMs).toBe(0);
      }
    }
    expect(spread(taken, ({ cpuInitMs }) => cpuInitMs)).toBeLessThan(1.15);
    // Where others leave no whole core to the largest, which nothing throttles, a duration says how busy this machine is.
    const [whole] = taken.get(1769)?.toSorted(byDuration) ?? [];
    if (whole !== undefined && whole.durationMs > 1.15 * whole.cpuMs) {
      await annotate(
        "This machine had no core to spare: told by what the kernel counted, not by durations.",
        "warning",
      );
    } else {
      expect(spread(taken, asFullShare)).toBeLessThan(1.15);
      expect(spread(taken, ({ initMs }) => initMs)).toBeLessThan(1.15);
    }
  }, 120_000);

  it("count what is given back and what is shared once, and no page of a file", async () => {
    const heldBy = async (event: object) =>
      (await bench.invoke(event, tasks({ memoryMb: 512 }))).observation.maxMemoryMb ?? 0;
    const idle = await heldBy({ action: "hold", megabytes: 0 });
    const more = async (action: string) => (await heldBy({ action, megabytes: 100, keep: true })) - idle;
    for (const megabytes of [await more("peak"), await more("child-hold")]) {
      expect(megabytes).toBeGreaterThan(95);
      expect(megabytes).toBeLessThan(105);
    }
    expect(await more("map")).toBeLessThan(20);
  });

  it("name the memory limit as the peak of what it ended", async () => {
    const { observation } = await bench.invoke({ action: "hold", megabytes: 200 }, tasks({ memoryMb: 128 }));
    expect(observation.status).toBe("out-of-memory");
    expect(observation.maxMemoryMb).toBeCloseTo(128, 0);
  });
});

interface Busy {
  readonly memoryMb: number;
  readonly initMs: number;
  readonly cpuInitMs: number;
  readonly throttledInitMs: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly throttledMs: number;
}

/** A warm invocation that takes so much CPU time, with the init of its environment. */
async function busyFor(bench: DockerBench, memoryMb: number, cpuMs: number): Promise<Busy> {
  const environment = await bench.start(busy({ memoryMb, environment: { INIT_CPU_MS: "150" } }));
  try {
    const { observation: cold } = await ask(environment, {});
    const { observation: warm } = await ask(environment, { cpuMs });
    return {
      memoryMb,
      initMs: cold.initMs ?? Number.NaN,
      cpuInitMs: cold.cpuInitMs ?? Number.NaN,
      throttledInitMs: cold.throttledInitMs ?? Number.NaN,
      durationMs: warm.durationMs ?? Number.NaN,
      cpuMs: warm.cpuInvokeMs ?? Number.NaN,
      throttledMs: warm.throttledInvokeMs ?? Number.NaN,
    };
  } finally {
    await environment.stop();
  }
}

type Taken = ReadonlyMap<number, readonly Busy[]>;

function isProportional(taken: Taken): boolean {
  return spread(taken, asFullShare) < 1.15 && spread(taken, ({ initMs }) => initMs) < 1.15;
}

/** What a duration would be at 1,769 MB. */
const asFullShare = ({ durationMs, memoryMb }: Busy) => (durationMs * memoryMb) / 1769;
const byDuration = (a: Busy, b: Busy) => a.durationMs - b.durationMs;

/**
 * The largest over the smallest among memory sizes, of the least that was taken at each: others on this machine can only add to
 * a time.
 */
function spread(taken: Taken, value: (busy: Busy) => number): number {
  const least = [...taken.values()].map((all) => Math.min(...all.map(value)));
  return Math.max(...least) / Math.min(...least);
}
