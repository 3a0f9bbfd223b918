import type { Plan } from "../plan/plan.ts";
import { messageOf } from "../shared/errors.ts";
import type { EndedVariants } from "./ended-variants.ts";
import type { Measuring } from "./measuring.ts";
import { preparedKey } from "./prepared-key.ts";
import type { RunEvent } from "./run-event.ts";
import type { ScenarioState } from "./scenario-state.ts";

/** Scenarios by name. */
export type ScenarioStates = ReadonlyMap<string, ScenarioState>;

/** True where nothing may be under way between two blocks. */
export function hasBlockHooks({ scenarios }: Plan): boolean {
  return scenarios.some(({ hooks }) => hooks.beforeBlock !== undefined || hooks.afterBlock !== undefined);
}

/** Runs what scenarios want to be run before a block in which something of them is measured; one that fails ends its scenario. */
export function beforeBlock(
  measuring: Measuring,
  scenarios: ScenarioStates,
  ended: EndedVariants,
  block: number,
): AsyncGenerator<RunEvent> {
  return hooksOf(measuring, scenarios, "beforeBlock", (state) =>
    hasEnvironmentIn(measuring, state, ended, block),
  );
}

/** The same after a block, for scenarios that were in it. */
export function afterBlock(measuring: Measuring, scenarios: ScenarioStates): AsyncGenerator<RunEvent> {
  return hooksOf(measuring, scenarios, "afterBlock", (state) => state.inBlock);
}

async function* hooksOf(
  measuring: Measuring,
  scenarios: ScenarioStates,
  hook: "beforeBlock" | "afterBlock",
  wanted: (state: ScenarioState) => boolean,
): AsyncGenerator<RunEvent> {
  for (const state of scenarios.values()) {
    if (state.ended || !wanted(state)) {
      continue;
    }
    state.inBlock = hook === "beforeBlock";
    const command = state.planned.hooks[hook];
    if (command === undefined) {
      continue;
    }
    try {
      await measuring.runHook(command, state.planned.folder);
    } catch (error) {
      state.ended = true;
      yield {
        type: "scenario-ended",
        scenario: state.planned.name,
        why: { kind: "hook", message: `hook ${hook}: ${messageOf(error)}` },
      };
    }
  }
}

function hasEnvironmentIn(
  { plan, prepared }: Measuring,
  state: ScenarioState,
  ended: EndedVariants,
  block: number,
): boolean {
  return plan.variants.some(
    (variant) =>
      variant.scenario === state.planned.name &&
      block < variant.samples.warmupBlocks + variant.samples.cold &&
      !ended.has(variant) &&
      plan.sides.some((side) => prepared.has(preparedKey({ variant, side }))),
  );
}
