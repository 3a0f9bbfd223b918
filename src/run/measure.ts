import { environmentsOf } from "../plan/order.ts";
import type { PlannedEnvironment } from "../plan/plan.ts";
import { endsEnvironment } from "../samples/recorded-environment.ts";
import type { Sample } from "../samples/sample.ts";
import { type LostError, UnavailableError } from "../shared/errors.ts";
import { type Arrival, attempts, type Wanted } from "./attempts.ts";
import { afterBlock, beforeBlock, hasBlockHooks, type ScenarioStates } from "./block-hooks.ts";
import { EndedVariants } from "./ended-variants.ts";
import { InFlight } from "./in-flight.ts";
import type { Measuring } from "./measuring.ts";
import { preparedKey } from "./prepared-key.ts";
import { firstMissing, plannedInvocations } from "./progress-made.ts";
import type { RunEnd, RunEvent } from "./run-event.ts";
import { ScenarioState } from "./scenario-state.ts";
import { type StopEarly, stopEarly } from "./stop-early.ts";

/**
 * Takes every environment that the plan wants and the record lacks, block after block: one at a time, or as many as the target can
 * have at once, begun in the order of the plan and told of as they end. One at a time, nothing else of ours runs while a phase is
 * open: whoever consumes the events does its work between two of them.
 */
export async function* measure(measuring: Measuring): AsyncGenerator<RunEvent> {
  const stop = stopEarly(measuring);
  try {
    yield* new Loop(measuring, stop).run();
  } finally {
    stop.dispose();
  }
}

/** One way through a plan. */
class Loop {
  readonly #measuring: Measuring;
  readonly #stop: StopEarly;
  readonly #scenarios: ScenarioStates;
  readonly #ended: EndedVariants;
  readonly #numbers: Generator<number, never>;
  readonly #inFlight = new InFlight<Arrival>();
  #block = -1;
  /** Why nothing more is begun, beside the end of the plan. */
  #cut: boolean;
  #lost = false;
  #limited = false;

  constructor(measuring: Measuring, stop: StopEarly) {
    this.#measuring = measuring;
    this.#stop = stop;
    const { scenarios } = measuring.plan;
    this.#scenarios = new Map(scenarios.map((scenario) => [scenario.name, new ScenarioState(scenario)]));
    this.#ended = new EndedVariants(measuring);
    this.#numbers = countFrom(measuring.firstEnvironment);
    this.#cut = measuring.signal.aborted;
  }

  async *run(): AsyncGenerator<RunEvent> {
    for (const wanted of wantedEnvironments(this.#measuring)) {
      if (wanted.planned.block !== this.#block) {
        yield* this.#enterBlock(wanted.planned.block);
      }
      if (this.#isLeftOut(wanted.planned)) {
        continue;
      }
      if (this.#stop.reason() !== undefined) {
        this.#cut = true;
        break;
      }
      yield* this.#awaitRoom(wanted.planned);
      if (this.#limited || this.#lost) {
        break;
      }
      yield* this.#begin(wanted);
      if (this.#lost) {
        break;
      }
    }
    yield* this.#arrivals(0);
    yield* afterBlock(this.#measuring, this.#scenarios);
    yield { type: "ended", how: this.#howItEnded() };
  }

  async *#enterBlock(block: number): AsyncGenerator<RunEvent> {
    if (hasBlockHooks(this.#measuring.plan) || this.#ended.isDue(block)) {
      yield* this.#arrivals(0);
    }
    yield* afterBlock(this.#measuring, this.#scenarios);
    this.#block = block;
    yield* this.#ended.lookAfter(block);
    yield* beforeBlock(this.#measuring, this.#scenarios, this.#ended, block);
  }

  #isLeftOut({ variant }: PlannedEnvironment): boolean {
    return this.#scenarios.get(variant.scenario)?.ended !== false || this.#ended.has(variant);
  }

  /** What is under way may turn out to leave room for it, where it may not begin as things are. */
  async *#awaitRoom(planned: PlannedEnvironment): AsyncGenerator<RunEvent> {
    while (this.#measuring.mayBegin?.(planned) === false && !this.#limited && !this.#lost) {
      if (this.#inFlight.size === 0) {
        this.#limited = true;
      } else {
        yield* this.#arrivals(this.#inFlight.size - 1);
      }
    }
  }

  async *#begin(wanted: Wanted): AsyncGenerator<RunEvent> {
    const { clock, target } = this.#measuring;
    this.#scenarios.get(wanted.planned.variant.scenario)?.begin(clock.nowMs());
    this.#inFlight.start(attempts(this.#measuring, wanted, this.#stop.signal, this.#numbers));
    yield* this.#arrivals((target.atOnce ?? 1) - 1);
  }

  /** What arrives while there are more than `left` environments under way. */
  async *#arrivals(left: number): AsyncGenerator<RunEvent> {
    for await (const arrival of this.#inFlight.until(left)) {
      yield* this.#arrived(arrival);
    }
  }

  *#arrived({ wanted, taken, refused }: Arrival): Generator<RunEvent> {
    const { planned } = wanted;
    if (refused === true) {
      this.#limited = true;
    } else if (taken === undefined) {
      yield* this.#scenarios.get(planned.variant.scenario)?.end(this.#measuring.clock.nowMs()) ?? [];
    } else if (taken.kind === "lost") {
      if (taken.samples.length > 0) {
        yield { type: "environment", planned, samples: taken.samples };
      }
      // What else is under way is lost with it, or told of as it ends.
      yield* this.#lost ? [] : [lossOf(taken.error)];
      this.#lost = true;
    } else if (taken.kind === "given-up") {
      this.#cut = true;
    } else {
      this.#cut ||= endedEarly(planned, taken.samples) && this.#stop.reason() !== undefined;
      this.#measuring.stopping?.add(taken.samples);
      yield { type: "environment", planned, samples: taken.samples };
    }
  }

  #howItEnded(): RunEnd {
    const isPartLeftOut = [...this.#scenarios.values()].some(({ ended }) => ended);
    const cut = this.#cut ? this.#stop.reason() : undefined;
    return this.#lost ? "lost" : (cut ?? (this.#limited || isPartLeftOut ? "limited" : "complete"));
  }
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

function* countFrom(first: number): Generator<number, never> {
  for (let number = first; ; number++) {
    yield number;
  }
}

function lossOf(error: LostError | UnavailableError): RunEvent {
  const hint = error instanceof UnavailableError ? error.hint : undefined;
  return { type: "target-lost", reason: error.message, hint };
}

/** True when the environment lived and was not asked for all of its invocations. */
function endedEarly(planned: PlannedEnvironment, samples: readonly Sample[]): boolean {
  const last = samples.at(-1);
  return (
    last === undefined ||
    (last.invocation + 1 < plannedInvocations(planned.variant) && !endsEnvironment(last))
  );
}
