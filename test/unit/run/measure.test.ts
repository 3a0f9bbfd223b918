import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/samples/sample.ts";
import { LostError, UnavailableError } from "../../../src/shared/errors.ts";
import { fakeTarget, type Script, virtualClock } from "../../fake-target.ts";
import { eventsOf, planOf, samplesIn, variant } from "./plans.ts";

const ok: Observation = { status: "ok", initMs: 50, durationMs: 5 };
const always: Script = () => ({ observation: ok });

describe("the measuring loop", () => {
  it("takes every planned sample exactly once", async () => {
    const clock = virtualClock();
    const plan = planOf([
      variant("a"),
      variant("b", { samples: { cold: 4, warm: 1, settle: 2, warmupBlocks: 0 } }),
    ]);
    const samples = samplesIn(await eventsOf(plan, fakeTarget(always, clock), clock));
    const keys = samples.map((one) => `${one.variant}|${one.block}|${one.attempt}|${one.invocation}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(samples).toHaveLength(3 * 3 + 4 * 4);
  });

  it("marks the warm-up block and the settling invocations, and nothing else", async () => {
    const clock = virtualClock();
    const plan = planOf([variant("a", { samples: { cold: 1, warm: 1, settle: 1, warmupBlocks: 1 } })]);
    const samples = samplesIn(await eventsOf(plan, fakeTarget(always, clock), clock));
    expect(samples.map(({ block, invocation, warmup }) => [block, invocation, warmup ?? false])).toEqual([
      [0, 0, true],
      [0, 1, true],
      [0, 2, true],
      [1, 0, false],
      [1, 1, true],
      [1, 2, false],
    ]);
  });

  it("calls only an environment's first invocation cold and gives it the method", async () => {
    const clock = virtualClock();
    const samples = samplesIn(await eventsOf(planOf([variant("a")]), fakeTarget(always, clock), clock));
    expect(samples.every((one) => (one.invocation === 0) === (one.temperature === "cold"))).toBe(true);
    expect(samples.every((one) => (one.method === "spawn") === (one.invocation === 0))).toBe(true);
  });

  it("runs one environment at a time and ends each before the next", async () => {
    const clock = virtualClock();
    const target = fakeTarget(always, clock);
    await eventsOf(planOf([variant("a"), variant("b")]), target, clock);
    const kinds = target.calls.map((call) => call.split(" ")[0]);
    expect(kinds).toEqual(Array.from({ length: 6 }, () => ["start", "stop"]).flat());
  });

  it("stays in one block until all variants had their environment of it", async () => {
    const clock = virtualClock();
    const samples = samplesIn(
      await eventsOf(planOf([variant("a"), variant("b"), variant("c")]), fakeTarget(always, clock), clock),
    );
    const blocks = samples.map(({ block }) => block);
    expect(blocks).toEqual([...blocks].sort((left, right) => left - right));
  });
});

describe("failures", () => {
  it("keeps a failed sample and ends the environment when it died", async () => {
    const clock = virtualClock();
    const script: Script = ({ invocation }) =>
      invocation === 1
        ? {
            observation: { status: "crash", error: { type: "Runtime.ExitError", message: "gone" } },
            deadly: true,
          }
        : { observation: ok };
    const samples = samplesIn(await eventsOf(planOf([variant("a")]), fakeTarget(script, clock), clock));
    expect(samples.map(({ block, status }) => [block, status])).toEqual(
      [0, 1, 2].flatMap((block) => [
        [block, "ok"],
        [block, "crash"],
      ]),
    );
  });

  it("ends measuring when the target is gone, and records nothing of the environment under way", async () => {
    const clock = virtualClock();
    const script: Script = ({ environment, invocation }) =>
      environment === 1 && invocation === 1
        ? new UnavailableError("no engine answers", "start it")
        : { observation: ok };
    const target = fakeTarget(script, clock);
    const events = await eventsOf(planOf([variant("a")]), target, clock);
    expect(samplesIn(events).map(({ block }) => block)).toEqual([0, 0, 0]);
    expect(events.slice(-2)).toEqual([
      { type: "target-lost", reason: "no engine answers", hint: "start it" },
      { type: "ended", how: "lost" },
    ]);
    expect(target.calls.filter((call) => call.startsWith("stop"))).toHaveLength(2);
  });

  it("takes an environment again whose ground went away once, and ends when it goes away twice running", async () => {
    const lostAt = (...environments: readonly number[]): Script => {
      return ({ environment }) =>
        environments.includes(environment) ? new LostError("restarted") : { observation: ok };
    };
    const takenWith = async (script: Script) => {
      const clock = virtualClock();
      const events = await eventsOf(planOf([variant("a")]), fakeTarget(script, clock), clock);
      const keys = samplesIn(events).map(({ block, attempt, invocation }) => [block, attempt, invocation]);
      return { keys, end: events.at(-1) };
    };
    const whole = await takenWith(always);
    expect(await takenWith(lostAt(0, 2))).toEqual(whole);
    const gone = await takenWith(lostAt(1, 2));
    expect(gone).toEqual({ keys: whole.keys.slice(0, 3), end: { type: "ended", how: "lost" } });
  });

  it("keeps what an environment had answered before the target went away, where that stands", async () => {
    const script: Script = ({ environment, invocation }) =>
      environment === 1 && invocation === 2 ? new UnavailableError("no access") : { observation: ok };
    const keysOf = async (answersStand: boolean) => {
      const clock = virtualClock();
      const target = { ...fakeTarget(script, clock), answersStand };
      const events = await eventsOf(planOf([variant("a")]), target, clock);
      expect(events.at(-1)).toEqual({ type: "ended", how: "lost" });
      return samplesIn(events).map(({ environment, invocation }) => `${environment} ${invocation}`);
    };
    const dropped = await keysOf(false);
    expect(await keysOf(true)).toEqual([...dropped, "e-00001 0", "e-00001 1"]);
  });

  it("turns an error of the target into a sample and goes on", async () => {
    const clock = virtualClock();
    const script: Script = ({ environment }) =>
      environment === 1 ? new Error("no such engine") : { observation: ok };
    const events = await eventsOf(planOf([variant("a")]), fakeTarget(script, clock), clock);
    const failed = samplesIn(events).filter(({ status }) => status === "target-error");
    expect(failed).toHaveLength(1);
    expect(failed[0]?.error?.message).toBe("no such engine");
    expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  });

  it("takes a contaminated environment again as the next attempt, at most three times", async () => {
    const clock = virtualClock();
    const script: Script = ({ environment }) => ({
      observation: environment === 0 ? { status: "contaminated" } : ok,
    });
    const plan = planOf([variant("a", { samples: { cold: 1, warm: 0, settle: 0, warmupBlocks: 0 } })]);
    const samples = samplesIn(await eventsOf(plan, fakeTarget(script, clock), clock));
    expect(samples.map(({ attempt, status }) => [attempt, status])).toEqual([
      [0, "contaminated"],
      [1, "ok"],
    ]);
    const never: Script = () => ({ observation: { status: "contaminated" } });
    const given = samplesIn(await eventsOf(plan, fakeTarget(never, clock), clock));
    expect(given.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
  });

  it("holds the answer against what the scenario expects", async () => {
    const clock = virtualClock();
    const script: Script = ({ invocation }) => ({
      observation: ok,
      body: JSON.stringify({ statusCode: invocation === 0 ? 200 : 404 }),
    });
    const plan = planOf([
      variant("a", {
        expect: { statusCode: 200 },
        samples: { cold: 1, warm: 1, settle: 0, warmupBlocks: 0 },
      }),
    ]);
    const samples = samplesIn(await eventsOf(plan, fakeTarget(script, clock), clock));
    expect(samples.map(({ status, error }) => [status, error?.message])).toEqual([
      ["ok", undefined],
      ["function-error", "answer.statusCode: expected 200, got 404"],
    ]);
  });
});

describe("stopping", () => {
  it("finishes the sample under way, not the environment, when it is interrupted", async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    const script: Script = ({ environment, invocation }) => {
      if (environment === 1 && invocation === 1) {
        controller.abort();
      }
      return { observation: ok };
    };
    const target = fakeTarget(script, clock);
    const events = await eventsOf(planOf([variant("a")]), target, clock, { signal: controller.signal });
    expect(samplesIn(events).map(({ block, invocation }) => [block, invocation])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
    ]);
    expect(events.at(-1)).toEqual({ type: "ended", how: "interrupted" });
    expect(target.calls.at(-1)).toMatch(/^stop/);
  });

  it("is complete when the signal came during the very last sample", async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    const script: Script = ({ environment, invocation }) => {
      if (environment === 2 && invocation === 2) {
        controller.abort();
      }
      return { observation: ok };
    };
    const events = await eventsOf(planOf([variant("a")]), fakeTarget(script, clock), clock, {
      signal: controller.signal,
    });
    expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  });

  it("measures nothing when it was interrupted before it began", async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    controller.abort();
    const events = await eventsOf(planOf([variant("a")]), fakeTarget(always, clock), clock, {
      signal: controller.signal,
    });
    expect(events).toEqual([{ type: "ended", how: "interrupted" }]);
  });

  it("leaves a scenario whose time is used up and goes on with the others", async () => {
    const clock = virtualClock();
    const other = variant("b", { scenario: "t", id: "t/b/128/x86_64/zip/none" });
    const plan = planOf([variant("a"), other], { maxTimeMs: 1 });
    const t = { name: "t", file: "/t.yaml", folder: "/", hooks: {}, rules: { scenario: "t" } };
    const scenarios = [...plan.scenarios, t];
    const events = await eventsOf({ ...plan, scenarios }, fakeTarget(always, clock), clock);
    expect(samplesIn(events).filter(({ variant: id }) => id.startsWith("s/"))).toHaveLength(3);
    expect(samplesIn(events).filter(({ variant: id }) => id.startsWith("t/"))).toHaveLength(9);
    expect(events.at(-1)).toEqual({ type: "ended", how: "limited" });
  });
});

describe("resuming", () => {
  it("takes what the record lacks and nothing that is on it", async () => {
    const clock = virtualClock();
    const one = variant("a");
    const made = new Map([
      [`${one.id}||0`, { invocations: 3, attempt: 0, dead: false, contaminated: false }],
      [`${one.id}||1`, { invocations: 2, attempt: 0, dead: false, contaminated: false }],
    ]);
    const samples = samplesIn(
      await eventsOf(planOf([one]), fakeTarget(always, clock), clock, { made, firstEnvironment: 2 }),
    );
    expect(samples.map(({ block, invocation, environment }) => [block, invocation, environment])).toEqual([
      [1, 2, "e-00002"],
      [2, 0, "e-00003"],
      [2, 1, "e-00003"],
      [2, 2, "e-00003"],
    ]);
  });

  it("does not go on with an environment that died", async () => {
    const clock = virtualClock();
    const one = variant("a", { samples: { cold: 1, warm: 5, settle: 0, warmupBlocks: 0 } });
    const made = new Map([[`${one.id}||0`, { invocations: 2, attempt: 0, dead: true, contaminated: false }]]);
    const samples = samplesIn(await eventsOf(planOf([one]), fakeTarget(always, clock), clock, { made }));
    expect(samples).toEqual([]);
  });
});

describe("a contaminated environment on record", () => {
  it("is taken again as the next attempt, from its cold start on", async () => {
    const clock = virtualClock();
    const one = variant("a", { samples: { cold: 1, warm: 1, settle: 0, warmupBlocks: 0 } });
    const contaminated = { invocations: 2, dead: false, contaminated: true };
    const taken = async (attempt: number) => {
      const made = new Map([[`${one.id}||0`, { ...contaminated, attempt }]]);
      return samplesIn(await eventsOf(planOf([one]), fakeTarget(always, clock), clock, { made }));
    };
    expect((await taken(0)).map((sample) => [sample.attempt, sample.invocation])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(await taken(2)).toEqual([]);
  });
});

describe("hooks of blocks", () => {
  it("run around each block, outside of every environment", async () => {
    const clock = virtualClock();
    const target = fakeTarget(always, clock);
    const seen: string[] = [];
    const runHook = async (command: string) => {
      seen.push(`${command} after ${target.calls.length} calls`);
    };
    const plan = planOf([variant("a", { samples: { cold: 2, warm: 0, settle: 0, warmupBlocks: 0 } })], {
      hooks: { beforeBlock: "before", afterBlock: "after" },
    });
    await eventsOf(plan, target, clock, { runHook });
    expect(seen).toEqual([
      "before after 0 calls",
      "after after 2 calls",
      "before after 2 calls",
      "after after 4 calls",
    ]);
  });

  it("end their scenario when they fail, with the reason", async () => {
    const clock = virtualClock();
    const runHook = async () => {
      throw new Error("make: no rule");
    };
    const events = await eventsOf(
      planOf([variant("a")], { hooks: { beforeBlock: "make x" } }),
      fakeTarget(always, clock),
      clock,
      { runHook },
    );
    expect(events).toEqual([
      {
        type: "scenario-ended",
        scenario: "s",
        why: { kind: "hook", message: "hook beforeBlock: make: no rule" },
      },
      { type: "ended", how: "limited" },
    ]);
  });
});
