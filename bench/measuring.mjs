import { garbageCollector } from "../dist/cli/collect-garbage.js";
import { createNoiseProbe } from "../dist/machine/noise-probe.js";
import { createPlan } from "../dist/plan/create-plan.js";
import { preparedKey } from "../dist/run/prepared-key.js";
import { loadScenarios } from "../dist/scenario/load.js";
import { systemClock } from "../dist/shared/clock.js";
import { root } from "./thaw.mjs";

/** What `measure` takes for cold starts of the hello function on a runtime, everything prepared. */
export async function measuringOf(target, runtime, cold) {
  const scenarios = await loadScenarios(["scenarios/hello.yaml"], process.env, root);
  const options = { filters: [`runtime=${runtime}`], cold, warm: 0, hostArchitecture: "x86_64" };
  return measuringPlan(target, createPlan(scenarios, options), new AbortController().signal);
}

/** What `measure` takes for a plan, every side of everything prepared. */
export async function measuringPlan(target, plan, signal) {
  const prepared = new Map();
  for (const variant of plan.variants) {
    for (const side of plan.sides) {
      prepared.set(preparedKey({ variant, side }), await target.prepare(variant, side, signal));
    }
  }
  return {
    plan,
    target,
    prepared,
    made: new Map(),
    firstEnvironment: 0,
    segment: 0,
    clock: systemClock,
    noise: createNoiseProbe(systemClock),
    collectGarbage: garbageCollector(),
    runHook: async () => {},
    signal,
  };
}
