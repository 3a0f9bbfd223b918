import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { StoppingRule } from "../../../src/run/stopping-rule.ts";
import type { Observation } from "../../../src/samples/sample.ts";
import { UnavailableError } from "../../../src/shared/errors.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import type { Target } from "../../../src/targets/target.ts";
import { type FakeTarget, fakeTarget, type Script, virtualClock } from "../../fake-target.ts";
import { eventsOf, planOf, samplesIn, variant } from "./plans.ts";

const ok: Observation = { status: "ok", initMs: 50, durationMs: 5 };
const always: Script = () => ({ observation: ok });

/** The same target with room for several environments, each of which begins after a while of its own. */
function roomy(target: FakeTarget, atOnce: number) {
  const random = seededRandom("turns");
  const seen = { live: 0, most: 0 };
  const wide: Target = {
    ...target,
    atOnce,
    prepare: async (one, side, signal) => {
      const prepared = await target.prepare(one, side, signal);
      return {
        ...prepared,
        start: async () => {
          seen.live++;
          seen.most = Math.max(seen.most, seen.live);
          for (let turns = Math.floor(random() * 20); turns > 0; turns--) {
            await setImmediate();
          }
          const environment = await prepared.start();
          return {
            method: environment.method,
            alive: true,
            recycled: false,
            invoke: (payload) => environment.invoke(payload),
            log: () => environment.log(),
            stop: async () => {
              await environment.stop();
              seen.live--;
            },
          };
        },
      };
    },
  };
  return { wide, seen };
}

describe("a target with room for several environments", () => {
  const variants = ["a", "b", "c", "d", "e"].map((label) => variant(label));

  it("has as many under way as there is room for, and every planned sample once", async () => {
    const clock = virtualClock();
    const { wide, seen } = roomy(fakeTarget(always, clock), 4);
    const samples = samplesIn(await eventsOf(planOf(variants), wide, clock));
    const keys = samples.map((one) => `${one.variant}|${one.block}|${one.attempt}|${one.invocation}`);
    expect(new Set(keys).size).toBe(5 * 3 * 3);
    expect(samples).toHaveLength(5 * 3 * 3);
    expect(new Set(samples.map(({ environment }) => environment)).size).toBe(5 * 3);
    expect(seen).toEqual({ live: 0, most: 4 });
  });

  it("takes contaminated environments again while others are under way", async () => {
    const clock = virtualClock();
    const script: Script = ({ environment }) => ({
      observation: environment % 2 === 0 ? { status: "contaminated" } : ok,
    });
    const samples = samplesIn(
      await eventsOf(planOf(variants), roomy(fakeTarget(script, clock), 3).wide, clock),
    );
    const again = samples.filter(({ attempt, status }) => attempt === 1 && status === "ok");
    expect(again).toHaveLength(5 * 3 * 3);
    expect(samples.filter(({ status }) => status === "contaminated").length).toBeGreaterThan(0);
  });

  it("ends whole blocks before a look, and before a hook of a block", async () => {
    const clock = virtualClock();
    const order: string[] = [];
    const heard = new Map<number, number>();
    const stopping: StoppingRule = {
      looks: [2],
      add: (samples) => {
        for (const { block } of samples) {
          heard.set(block, (heard.get(block) ?? 0) + 1);
        }
      },
      endedAfter: () => {
        order.push([...heard].map(([block, count]) => `${block}: ${count}`).join());
        return new Set();
      },
    };
    await eventsOf(planOf(variants), roomy(fakeTarget(always, clock), 4).wide, clock, { stopping });
    expect(order).toEqual(["0: 15,1: 15"]);
    const { wide, seen } = roomy(fakeTarget(always, clock), 4);
    const live: number[] = [];
    const runHook = async () => {
      live.push(seen.live);
    };
    await eventsOf(planOf(variants, { hooks: { beforeBlock: "make" } }), wide, clock, { runHook });
    expect(live).toEqual([0, 0, 0]);
  });

  it("begins nothing more once it is interrupted, and records what was under way", async () => {
    const clock = virtualClock();
    const interrupt = new AbortController();
    const script: Script = ({ variant: { label }, environment }) => {
      if (label === "c" && environment === 1) {
        interrupt.abort();
      }
      return { observation: ok };
    };
    const target = fakeTarget(script, clock);
    const events = await eventsOf(planOf(variants), roomy(target, 3).wide, clock, {
      signal: interrupt.signal,
    });
    const started = target.calls.filter((call) => call.startsWith("start"));
    expect(started.length).toBeLessThan(5 * 3);
    expect(events.filter(({ type }) => type === "environment")).toHaveLength(started.length);
    expect(events.at(-1)).toEqual({ type: "ended", how: "interrupted" });
  });

  it("gives up what only waits to begin once it is interrupted, and records nothing of it", async () => {
    const clock = virtualClock();
    const interrupt = new AbortController();
    const target = fakeTarget(always, clock);
    let starts = 0;
    const patient: Target = {
      ...target,
      atOnce: 3,
      prepare: async (one, side, signal) => {
        const prepared = await target.prepare(one, side, signal);
        return { ...prepared, start: (stop) => (starts++ < 4 ? prepared.start() : forever(stop)) };
      },
    };
    const forever = (stop: AbortSignal | undefined) =>
      new Promise<never>((_, reject) => {
        stop?.addEventListener("abort", () => reject(stop.reason));
        setImmediate().then(() => interrupt.abort());
      });
    const events = await eventsOf(planOf(variants), patient, clock, { signal: interrupt.signal });
    expect(samplesIn(events)).toHaveLength(4 * 3);
    expect(events.filter(({ type }) => type === "environment")).toHaveLength(4);
    expect(events.at(-1)).toEqual({ type: "ended", how: "interrupted" });
  });

  it("tells once that it was lost", async () => {
    const clock = virtualClock();
    const script: Script = ({ environment }) =>
      environment === 1 ? new UnavailableError("the region is down") : { observation: ok };
    const events = await eventsOf(planOf(variants), roomy(fakeTarget(script, clock), 4).wide, clock);
    expect(events.filter(({ type }) => type === "target-lost")).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: "ended", how: "lost" });
  });
});
