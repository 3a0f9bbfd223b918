import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/plan/plan.ts";
import type { StoppingRule } from "../../../src/run/stopping-rule.ts";
import type { Observation, Sample } from "../../../src/samples/sample.ts";
import { fakeTarget, type Script, virtualClock } from "../../fake-target.ts";
import { eventsOf, planOf, samplesIn, variant } from "./plans.ts";

const ok: Observation = { status: "ok", initMs: 50, durationMs: 5 };
const always: Script = () => ({ observation: ok });
const counts = { cold: 9, warm: 0, settle: 0, warmupBlocks: 1 };

/** Ends variants at looks as it is told, and keeps what it was asked and has heard. */
function ruleThatEnds(looks: readonly number[], ends: Readonly<Record<number, readonly string[]>>) {
  const heard: Sample[] = [];
  const asked: { readonly blocks: number; readonly heard: number }[] = [];
  const rule: StoppingRule = {
    looks,
    add: (samples) => heard.push(...samples),
    endedAfter: (blocks) => {
      asked.push({ blocks, heard: heard.length });
      return new Set(ends[blocks] ?? []);
    },
  };
  return { rule, asked, heard };
}

function sidesOf(labels: readonly string[]): Plan {
  const plan = planOf(labels.map((label) => variant(label, { samples: counts })));
  return { ...plan, sides: ["baseline", "candidate"] };
}

async function eventsWith(plan: Plan, stopping: StoppingRule, changes = {}) {
  const clock = virtualClock();
  return eventsOf(plan, fakeTarget(always, clock), clock, { stopping, ...changes });
}

describe("a stopping rule", () => {
  it("is asked at its looks, when all environments of the blocks before are on record", async () => {
    const { rule, asked } = ruleThatEnds([3, 6, 10], {});
    const plan = sidesOf(["a", "b"]);
    const events = await eventsWith(plan, rule);
    expect(asked).toEqual([
      { blocks: 3, heard: 3 * 4 },
      { blocks: 6, heard: 6 * 4 },
    ]);
    expect(samplesIn(events)).toHaveLength(10 * 4);
    expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  });

  it("gives an ended variant no further environment on either side, and leaves the others as they are", async () => {
    const plan = sidesOf(["a", "b", "c"]);
    const [, ended] = plan.variants;
    const { rule } = ruleThatEnds([4, 7], { 4: [ended?.id ?? ""] });
    const order = (events: Awaited<ReturnType<typeof eventsWith>>) =>
      samplesIn(events).map(({ variant: id, side, block }) => ({ id, side, block }));
    const all = order(await eventsWith(plan, ruleThatEnds([], {}).rule));
    const events = await eventsWith(plan, rule);
    expect(order(events)).toEqual(all.filter(({ id, block }) => id !== ended?.id || block < 4));
    expect(events.filter(({ type }) => type === "variant-ended")).toEqual([
      { type: "variant-ended", variant: ended, blocks: 4 },
    ]);
  });

  it("completes the run when it has ended all", async () => {
    const plan = sidesOf(["a", "b"]);
    const { rule, asked } = ruleThatEnds([2, 5, 8], { 5: plan.variants.map(({ id }) => id) });
    const events = await eventsWith(plan, rule);
    expect(Math.max(...samplesIn(events).map(({ block }) => block))).toBe(4);
    expect(asked.map(({ blocks }) => blocks)).toEqual([2, 5, 8]);
    expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  });

  it("completes the run although its time is up, when it has ended all by then", async () => {
    const plan = sidesOf(["a"]);
    const clock = virtualClock();
    const controller = new AbortController();
    const heard: number[] = [];
    const rule: StoppingRule = {
      looks: [2],
      add: () => heard.push(1),
      endedAfter: () => {
        controller.abort();
        return new Set(plan.variants.map(({ id }) => id));
      },
    };
    const events = await eventsOf(plan, fakeTarget(always, clock), clock, {
      stopping: rule,
      signal: controller.signal,
    });
    expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  });

  it("is asked again at the looks that an earlier segment took, and ends what they ended", async () => {
    const plan = sidesOf(["a", "b"]);
    const [gone, goesOn] = plan.variants.map(({ id }) => id);
    const done = { invocations: 1, attempt: 0, dead: false, contaminated: false };
    const made = new Map(
      [0, 1, 2, 3].flatMap((block) =>
        [gone, goesOn].flatMap((id) =>
          ["baseline", "candidate"].flatMap((side) =>
            id === gone && block === 3 ? [] : [[`${id}|${side}|${block}`, done] as const],
          ),
        ),
      ),
    );
    const { rule, asked } = ruleThatEnds([1, 3, 6], { 3: [gone ?? ""] });
    const samples = samplesIn(await eventsWith(plan, rule, { made }));
    expect(asked.map(({ blocks }) => blocks)).toEqual([1, 3, 6]);
    expect(new Set(samples.map(({ variant: id }) => id))).toEqual(new Set([goesOn]));
    expect(samples.map(({ block }) => block)).toEqual([4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
  });

  it("spares scenarios their hooks of blocks once all of their variants have ended", async () => {
    const seen: string[] = [];
    const plan = planOf([variant("a", { samples: counts })], {
      hooks: { beforeBlock: "before", afterBlock: "after" },
    });
    const other = variant("b", { scenario: "t", id: "t/b/128/x86_64/zip/none", samples: counts });
    const scenarios = [
      ...plan.scenarios,
      { name: "t", file: "/t.yaml", folder: "/", hooks: {}, rules: { scenario: "t" } },
    ];
    const both = { ...plan, variants: [...plan.variants, other], scenarios };
    const { rule } = ruleThatEnds([2], { 2: [plan.variants[0]?.id ?? ""] });
    const runHook = async (command: string) => {
      seen.push(command);
    };
    const events = await eventsWith(both, rule, { runHook });
    expect(seen).toEqual(["before", "after", "before", "after"]);
    expect(samplesIn(events).filter(({ variant: id }) => id === other.id)).toHaveLength(10);
  });
});

describe("the two sides of a variant", () => {
  it("are neighbours in every block, each first in some", async () => {
    const events = await eventsWith(sidesOf(["a", "b", "c"]), ruleThatEnds([], {}).rule);
    const samples = samplesIn(events);
    const pairs = samples
      .filter((_, index) => index % 2 === 0)
      .map((one, index) => [one, samples[2 * index + 1]]);
    expect(pairs.every(([one, next]) => one?.variant === next?.variant && one?.block === next?.block)).toBe(
      true,
    );
    expect(pairs.every(([one, next]) => one?.side !== next?.side)).toBe(true);
    expect(new Set(pairs.map(([one]) => one?.side))).toEqual(new Set(["baseline", "candidate"]));
  });
});
