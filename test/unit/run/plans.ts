import type { Plan } from "../../../src/plan/plan.ts";
import type { Variant } from "../../../src/plan/variant.ts";
import { measure } from "../../../src/run/measure.ts";
import type { Measuring } from "../../../src/run/measuring.ts";
import { preparedKey } from "../../../src/run/prepared-key.ts";
import type { RunEvent } from "../../../src/run/run-event.ts";
import type { PreparedVariant, Target } from "../../../src/targets/target.ts";
import type { VirtualClock } from "../../fake-target.ts";

/** A variant of the scenario `s` with few samples; the label names it. */
export function variant(label: string, changes: Partial<Variant> = {}): Variant {
  return {
    id: `s/${label}/128/x86_64/zip/none`,
    scenario: "s",
    file: "/scenarios/s.yaml",
    tags: [],
    label,
    runtime: "nodejs20.x",
    code: "/scenarios/code",
    handler: "index.handler",
    memoryMb: 128,
    architecture: "x86_64",
    package: "zip",
    layers: { name: "none", sources: [] },
    snapStart: false,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    event: { name: "direct", json: "{}" },
    environment: {},
    axes: {},
    samples: { cold: 2, warm: 2, settle: 0, warmupBlocks: 1 },
    ...changes,
  };
}

/** A plan of these variants, all of the scenario `s`. */
export function planOf(variants: readonly Variant[], changes: Partial<Plan["scenarios"][number]> = {}): Plan {
  return {
    seed: 7,
    digest: "d".repeat(64),
    scenarios: [
      {
        name: "s",
        file: "/scenarios/s.yaml",
        folder: "/scenarios",
        hooks: {},
        rules: { scenario: "s" },
        ...changes,
      },
    ],
    variants,
    blocks: Math.max(...variants.map(({ samples }) => samples.warmupBlocks + samples.cold)),
    sides: [undefined],
    notYetUsed: [],
  };
}

/** Everything that measuring this plan on this target tells. */
export async function eventsOf(
  plan: Plan,
  target: Target,
  clock: VirtualClock,
  changes: Partial<Measuring> = {},
): Promise<RunEvent[]> {
  const prepared = new Map<string, PreparedVariant>();
  for (const one of plan.variants) {
    for (const side of plan.sides) {
      const ready = await target.prepare(one, side, new AbortController().signal);
      prepared.set(preparedKey({ variant: one, side }), ready);
    }
  }
  const events: RunEvent[] = [];
  const measuring: Measuring = {
    plan,
    target,
    prepared,
    made: new Map(),
    firstEnvironment: 0,
    segment: 0,
    clock,
    noise: () => ({ end: () => ({}) }),
    collectGarbage: () => {},
    runHook: async () => {},
    signal: new AbortController().signal,
    ...changes,
  };
  for await (const event of measure(measuring)) {
    events.push(event);
  }
  return events;
}

/** The samples among these events, in order. */
export function samplesIn(events: readonly RunEvent[]) {
  return events.flatMap((event) => (event.type === "environment" ? event.samples : []));
}
