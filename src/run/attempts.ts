import type { PlannedEnvironment } from "../plan/plan.ts";
import { environmentKey } from "../samples/recorded-environment.ts";
import { LostError } from "../shared/errors.ts";
import type { PreparedVariant } from "../targets/target.ts";
import type { Measuring } from "./measuring.ts";
import { maxAttempts } from "./progress-made.ts";
import { type Taken, type Taking, takeEnvironment } from "./take-environment.ts";

/** An environment of which the record lacks something, ready to be taken. */
export interface Wanted {
  readonly planned: PlannedEnvironment;
  readonly prepared: PreparedVariant;
  /** The first invocation that is not on record. */
  readonly from: number;
}

/** An attempt at an environment that has ended; without one, the last of its attempts was told. */
export interface Arrival {
  readonly wanted: Wanted;
  readonly taken?: Taken | undefined;
  /** Another attempt is wanted, and must not be begun. */
  readonly refused?: boolean | undefined;
}

/**
 * The attempts of one planned environment: one, or more while they come out contaminated; or that of a lost target. `signal`: nothing
 * more is begun. `numbers`: of environments.
 */
export async function* attempts(
  measuring: Measuring,
  wanted: Wanted,
  signal: AbortSignal,
  numbers: Generator<number, never>,
): AsyncGenerator<Arrival> {
  const { planned } = wanted;
  const { segment, clock, noise, target } = measuring;
  let again = true;
  for (let attempt = firstAttempt(measuring, planned); attempt < maxAttempts && again; attempt++) {
    if ((target.atOnce ?? 1) === 1) {
      measuring.collectGarbage();
    }
    const name = `e-${String(numbers.next().value).padStart(5, "0")}`;
    const { name: targetName, answersStand = false } = target;
    const environment = { name, segment, attempt, target: targetName, answersStand };
    const taken = await takeAgainWhenLost({ ...wanted, ...environment, clock, noise, signal });
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

function firstAttempt({ made }: Measuring, { variant, side, block }: PlannedEnvironment): number {
  const recorded = made.get(environmentKey(variant.id, side, block));
  return recorded === undefined ? 0 : recorded.attempt + (recorded.contaminated ? 1 : 0);
}

/** What went away may be there again at once; whatever goes away twice running is gone. */
async function takeAgainWhenLost(taking: Taking): Promise<Taken> {
  const taken = await takeEnvironment(taking);
  const again = taken.kind === "lost" && taken.error instanceof LostError && !taking.signal.aborted;
  return again ? takeEnvironment(taking) : taken;
}
