import { environmentsOf } from "../plan/order.ts";
import type { Plan, PlannedEnvironment, PlannedScenario } from "../plan/plan.ts";
import { endsEnvironment, environmentKey } from "../samples/recorded-environment.ts";
import type { Sample } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { LostError, messageOf, UnavailableError } from "../shared/errors.ts";
import type { PreparedVariant, Target } from "../targets/target.ts";
import { EndedVariants } from "./ended-variants.ts";
import { InFlight } from "./in-flight.ts";
import { firstMissing, maxAttempts, type ProgressMade, plannedInvocations } from "./progress-made.ts";
import type { RunEnd, RunEvent } from "./run-event.ts";
import type { StoppingRule } from "./stopping-rule.ts";
import { type NoiseProbe, type Taken, type Taking, takeEnvironment } from "./take-environment.ts";

/** What the loop needs beside the plan; all of it is filled by the command line. */
export interface Measuring {
  readonly plan: Plan;
  readonly target: Target;
  /** Prepared variants by `preparedKey`; a variant without an entry is left out. */
  readonly prepared: ReadonlyMap<string, PreparedVariant>;
  readonly made: ProgressMade;
  /** Has heard of all that is on record. Absent: every variant is measured to the end of the plan. */
  readonly stopping?: StoppingRule | undefined;
  /** Asked before each attempt at an environment; when it says no, the run ends as limited. Absent: yes. */
  readonly mayBegin?: ((planned: PlannedEnvironment) => boolean) | undefined;
  /** Number of the first environment, 0 in a new run. */
  readonly firstEnvironment: number;
  readonly segment: number;
  readonly clock: Clock;
  readonly noise: NoiseProbe;
  /** Collects garbage; called between environments. */
  readonly collectGarbage: () => void;
  /** Runs a scenario's command in its folder; rejects when it fails. */
  readonly runHook: (command: string, folder: string) => Promise<void>;
  /** When aborted, the sample under way is the last. */
  readonly signal: AbortSignal;
  /** Monotonic time at which measuring ends, the sample under way being the last. */
  readonly deadlineMs?: number | undefined;
}

/** What names a prepared variant. */
export function preparedKey(planned: Pick<PlannedEnvironment, "variant" | "side">): string {
  return environmentKey(planned.variant.id, planned.side, 0);
}

/**
 * Takes every environment that the plan wants and the record lacks, block after block: one at a time, or as many as the target can
 * have at once, begun in the order of the plan and told of as they end. One at a time, nothing else of ours runs while a phase is
 * open: whoever consumes the events does its work between two of them.
 */
export async function* measure(measuring: Measuring): AsyncGenerator<RunEvent> {
  const scenarios = new Map(
    measuring.plan.scenarios.map((scenario) => [scenario.name, new ScenarioState(scenario)]),
  );
  const ended = new EndedVariants(measuring);
  const stop = stopSignal(measuring);
  const numbers = countFrom(measuring.firstEnvironment);
  const atOnce = measuring.target.atOnce ?? 1;
  const inFlight = new InFlight<Arrival>();
  let block = -1;
  let cut = measuring.signal.aborted;
  let lost = false;
  let limited = false;
  const arrivals = async function* (left: number): AsyncGenerator<RunEvent> {
    for await (const { wanted, taken, refused } of inFlight.until(left)) {
      if (refused === true) {
        limited = true;
      } else if (taken === undefined) {
        yield* scenarios.get(wanted.planned.variant.scenario)?.end(measuring.clock.nowMs()) ?? [];
      } else if (taken.kind === "lost") {
        if (taken.samples.length > 0) {
          yield { type: "environment", planned: wanted.planned, samples: taken.samples };
        }
        // What else is under way is lost with it, or told of as it ends.
        yield* lost ? [] : [lossOf(taken.error)];
        lost = true;
      } else {
        cut ||= endedEarly(wanted.planned, taken.samples) && stop.reason() !== undefined;
        measuring.stopping?.add(taken.samples);
        yield { type: "environment", planned: wanted.planned, samples: taken.samples };
      }
    }
  };
  try {
    for (const wanted of wantedEnvironments(measuring)) {
      if (wanted.planned.block !== block) {
        if (hasHooks(measuring.plan) || ended.isDue(wanted.planned.block)) {
          yield* arrivals(0);
        }
        yield* afterBlock(measuring, scenarios);
        block = wanted.planned.block;
        yield* ended.lookAfter(block);
        yield* beforeBlock(measuring, scenarios, ended, block);
      }
      const scenario = scenarios.get(wanted.planned.variant.scenario);
      if (scenario === undefined || scenario.ended || ended.has(wanted.planned.variant)) {
        continue;
      }
      if (stop.reason() !== undefined) {
        cut = true;
        break;
      }
      while (measuring.mayBegin?.(wanted.planned) === false && !limited && !lost) {
        // What is under way may turn out to leave room for it.
        if (inFlight.size === 0) {
          limited = true;
        } else {
          yield* arrivals(inFlight.size - 1);
        }
      }
      if (limited || lost) {
        break;
      }
      scenario.begin(measuring.clock.nowMs());
      inFlight.start(attempts(measuring, wanted, stop.signal, numbers));
      yield* arrivals(atOnce - 1);
      if (lost) {
        break;
      }
    }
    yield* arrivals(0);
    yield* afterBlock(measuring, scenarios);
    const stopped = lost ? "lost" : cut ? stop.reason() : limited ? "limited" : undefined;
    yield { type: "ended", how: howItEnded(stopped, scenarios) };
  } finally {
    stop.dispose();
  }
}

/** An environment of which the record lacks something, ready to be taken. */
interface Wanted {
  readonly planned: PlannedEnvironment;
  readonly prepared: PreparedVariant;
  /** The first invocation that is not on record. */
  readonly from: number;
}

function* wantedEnvironments(measuring: Measuring): Generator<Wanted> {
  for (const planned of environmentsOf(measuring.plan)) {
    const from = firstMissing(planned, measuring.made);
    const prepared = measuring.prepared.get(preparedKey(planned));
    if (from !== undefined && prepared !== undefined) {
      yield { planned, prepared, from };
    }
  }
}

/** True when the environment lived and was not asked for all of its invocations. */
function endedEarly(planned: PlannedEnvironment, samples: readonly Sample[]): boolean {
  const last = samples.at(-1);
  return (
    last === undefined ||
    (last.invocation + 1 < plannedInvocations(planned.variant) && !endsEnvironment(last))
  );
}

function howItEnded(stopped: RunEnd | undefined, scenarios: ReadonlyMap<string, ScenarioState>): RunEnd {
  const limited = [...scenarios.values()].some((scenario) => scenario.ended);
  return stopped ?? (limited ? "limited" : "complete");
}

function* countFrom(first: number): Generator<number, never> {
  for (let number = first; ; number++) {
    yield number;
  }
}

function lossOf(error: LostError | UnavailableError): RunEvent {
  const hint = error instanceof UnavailableError ? error.hint : undefined;
  return { type: "target-lost", reason: error.message, hint };
}

/** An attempt at an environment that has ended; without one, the last of its attempts was told. */
interface Arrival {
  readonly wanted: Wanted;
  readonly taken?: Taken | undefined;
  /** Another attempt is wanted, and must not be begun. */
  readonly refused?: boolean | undefined;
}

/** The attempts of one planned environment: one, or more while they come out contaminated; or that of a lost target. */
async function* attempts(
  measuring: Measuring,
  wanted: Wanted,
  signal: AbortSignal,
  numbers: Generator<number, never>,
): AsyncGenerator<Arrival> {
  const { planned } = wanted;
  const recorded = measuring.made.get(environmentKey(planned.variant.id, planned.side, planned.block));
  const first = recorded === undefined ? 0 : recorded.attempt + (recorded.contaminated ? 1 : 0);
  let again = true;
  for (let attempt = first; attempt < maxAttempts && again; attempt++) {
    if ((measuring.target.atOnce ?? 1) === 1) {
      measuring.collectGarbage();
    }
    const name = `e-${String(numbers.next().value).padStart(5, "0")}`;
    const { segment, clock, noise, target } = measuring;
    const { name: targetName, answersStand = false } = target;
    const taking = {
      ...wanted,
      name,
      segment,
      attempt,
      target: targetName,
      answersStand,
      clock,
      noise,
      signal,
    };
    const taken = await takeAgainWhenLost(taking);
    again =
      taken.kind === "recorded" &&
      !signal.aborted &&
      taken.samples.some((sample) => sample.status === "contaminated");
    yield { wanted, taken };
    again &&= !signal.aborted;
    if (again && attempt + 1 < maxAttempts && measuring.mayBegin?.(planned) === false) {
      yield { wanted, refused: true };
      again = false;
    }
  }
  yield { wanted };
}

/** What went away may be there again at once; whatever goes away twice running is gone. */
async function takeAgainWhenLost(taking: Taking): Promise<Taken> {
  const taken = await takeEnvironment(taking);
  const again = taken.kind === "lost" && taken.error instanceof LostError && !taking.signal.aborted;
  return again ? takeEnvironment(taking) : taken;
}

/** One signal for the two reasons to stop early, and which of them it was. */
function stopSignal(measuring: Measuring) {
  const controller = new AbortController();
  const interrupt = () => controller.abort("interrupted");
  if (measuring.signal.aborted) {
    interrupt();
  }
  measuring.signal.addEventListener("abort", interrupt);
  const remainingMs =
    measuring.deadlineMs === undefined ? undefined : measuring.deadlineMs - measuring.clock.nowMs();
  const timer =
    remainingMs === undefined
      ? undefined
      : setTimeout(() => controller.abort("limited"), Math.max(0, remainingMs));
  return {
    signal: controller.signal,
    reason: (): "interrupted" | "limited" | undefined =>
      controller.signal.aborted
        ? controller.signal.reason === "interrupted"
          ? "interrupted"
          : "limited"
        : undefined,
    dispose: () => {
      clearTimeout(timer);
      measuring.signal.removeEventListener("abort", interrupt);
    },
  };
}

/** What the loop remembers of a scenario. */
class ScenarioState {
  readonly planned: PlannedScenario;
  inBlock = false;
  ended = false;
  private underWay = 0;
  private sinceMs = 0;
  private spentMs = 0;

  constructor(planned: PlannedScenario) {
    this.planned = planned;
  }

  /** An environment of it begins. */
  begin(nowMs: number): void {
    this.#spendUntil(nowMs);
    this.underWay++;
  }

  /** One has ended; ends the scenario when the time in which it had any is its `maxTime`. */
  *end(nowMs: number): Generator<RunEvent> {
    this.#spendUntil(nowMs);
    this.underWay--;
    if (!this.ended && this.planned.maxTimeMs !== undefined && this.spentMs >= this.planned.maxTimeMs) {
      this.ended = true;
      yield { type: "scenario-ended", scenario: this.planned.name, why: { kind: "max-time" } };
    }
  }

  #spendUntil(nowMs: number): void {
    this.spentMs += this.underWay > 0 ? nowMs - this.sinceMs : 0;
    this.sinceMs = nowMs;
  }
}

function hasHooks({ scenarios }: Plan): boolean {
  return scenarios.some(({ hooks }) => hooks.beforeBlock !== undefined || hooks.afterBlock !== undefined);
}

function afterBlock(
  measuring: Measuring,
  scenarios: ReadonlyMap<string, ScenarioState>,
): AsyncGenerator<RunEvent> {
  return hooksOf(measuring, scenarios, "afterBlock", (state) => state.inBlock);
}

function beforeBlock(
  measuring: Measuring,
  scenarios: ReadonlyMap<string, ScenarioState>,
  ended: EndedVariants,
  block: number,
): AsyncGenerator<RunEvent> {
  return hooksOf(measuring, scenarios, "beforeBlock", (state) =>
    hasEnvironmentIn(measuring, state, ended, block),
  );
}

async function* hooksOf(
  measuring: Measuring,
  scenarios: ReadonlyMap<string, ScenarioState>,
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
