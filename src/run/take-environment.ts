import type { PlannedEnvironment } from "../plan/plan.ts";
import { endsEnvironment } from "../samples/recorded-environment.ts";
import type { Noise, Observation, Sample } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { LostError, messageOf, UnavailableError } from "../shared/errors.ts";
import { outOfMeans } from "../shared/out-of-means.ts";
import type { Answer, PreparedVariant, TargetEnvironment } from "../targets/target.ts";
import { unexpectedAnswer } from "./expectation.ts";
import { plannedInvocations } from "./progress-made.ts";

/** Reads what disturbs the machine; called between phases only. */
export type NoiseProbe = () => { readonly end: () => Noise };

/** What one environment is measured with. */
export interface Taking {
  readonly planned: PlannedEnvironment;
  readonly prepared: PreparedVariant;
  /** `e-00042`. */
  readonly name: string;
  readonly segment: number;
  readonly attempt: number;
  /** The first invocation to put on record: earlier ones are already there and are only made. */
  readonly from: number;
  readonly target: Sample["target"];
  /** What was answered stands, though the target goes away before the environment has ended. */
  readonly answersStand: boolean;
  readonly clock: Clock;
  readonly noise: NoiseProbe;
  /** When aborted, no further invocation is begun, and a start that only waits is given up. */
  readonly signal: AbortSignal;
}

/** What came of an environment. */
export type Taken =
  | { readonly kind: "recorded"; readonly samples: readonly Sample[] }
  /** The target failed, not this environment: nothing of it belongs on record but what stands. */
  | {
      readonly kind: "lost";
      readonly error: LostError | UnavailableError;
      readonly samples: readonly Sample[];
    }
  /** It was not to begin any more while it waited for its cold start: nothing was taken. */
  | { readonly kind: "given-up" };

/**
 * One environment from its cold start to its end: the samples that belong on record, in order.
 * Never throws: what fails, fails as a sample, unless the target itself is gone.
 */
export async function takeEnvironment(taking: Taking): Promise<Taken> {
  const probe = taking.noise();
  const takenAt = taking.clock.date();
  const samples: Sample[] = [];
  let environment: TargetEnvironment | undefined;
  try {
    environment = await taking.prepared.start(taking.signal);
    await invokeAll(taking, environment, takenAt, samples);
  } catch (error) {
    if (environment === undefined && taking.signal.aborted && error === taking.signal.reason) {
      return { kind: "given-up" };
    }
    const loss = lossIn(error);
    if (loss !== undefined) {
      const standing = taking.answersStand ? samples : [];
      return { kind: "lost", error: loss, samples: recordedOf(taking, standing, probe.end()) };
    }
    const failure: Observation = {
      status: "target-error",
      error: { type: "Thaw.TargetError", message: messageOf(error) },
    };
    samples.push(
      sampleOf(
        taking,
        environment,
        samples.length,
        samples.length === 0 ? takenAt : taking.clock.date(),
        failure,
      ),
    );
  } finally {
    await environment?.stop();
  }
  return { kind: "recorded", samples: recordedOf(taking, samples, probe.end()) };
}

function recordedOf({ from }: Taking, samples: readonly Sample[], noise: Noise): readonly Sample[] {
  return withNoise(samples, noise).filter((sample) => sample.invocation >= from);
}

function lossIn(error: unknown): LostError | UnavailableError | undefined {
  return error instanceof LostError || error instanceof UnavailableError ? error : outOfMeans(error);
}

async function invokeAll(
  taking: Taking,
  environment: TargetEnvironment,
  startedAt: Date,
  samples: Sample[],
): Promise<void> {
  const { variant } = taking.planned;
  const payload = Buffer.from(variant.event.json);
  const count = plannedInvocations(variant);
  for (let invocation = 0; invocation < count; invocation++) {
    const takenAt = invocation === 0 ? startedAt : taking.clock.date();
    const answer = await environment.invoke(payload);
    const sample = sampleOf(taking, environment, invocation, takenAt, checked(taking, answer));
    // Asked in this order: what is not alive because its time is up says so, also when it was up just now.
    const { alive } = environment;
    const recycled = !alive && invocation + 1 < count && environment.recycled;
    samples.push(recycled ? { ...sample, recycled } : sample);
    if (!alive || endsEnvironment(sample) || taking.signal.aborted) {
      return;
    }
  }
}

function checked(taking: Taking, answer: Answer): Observation {
  const { expect } = taking.planned.variant;
  if (answer.observation.status !== "ok" || expect === undefined) {
    return answer.observation;
  }
  const error = unexpectedAnswer(expect, answer.body);
  return error === undefined
    ? answer.observation
    : { ...answer.observation, status: "function-error", error };
}

function sampleOf(
  taking: Taking,
  environment: TargetEnvironment | undefined,
  invocation: number,
  takenAt: Date,
  observation: Observation,
): Sample {
  const { planned } = taking;
  const warmup = planned.warmup || (invocation > 0 && invocation <= planned.variant.samples.settle);
  return {
    target: taking.target,
    variant: planned.variant.id,
    ...(planned.side === undefined ? {} : { side: planned.side }),
    segment: taking.segment,
    block: planned.block,
    attempt: taking.attempt,
    environment: taking.name,
    invocation,
    temperature: invocation === 0 ? "cold" : "warm",
    ...(invocation === 0 && environment !== undefined ? { method: environment.method } : {}),
    ...(warmup ? { warmup: true as const } : {}),
    takenAt: takenAt.toISOString(),
    ...observation,
  };
}

/** Noise is a fact of the environment: it stands on its first sample, once. */
function withNoise(samples: readonly Sample[], noise: Noise): Sample[] {
  return samples.map((sample) =>
    sample.invocation === 0 && Object.keys(noise).length > 0 ? { ...sample, noise } : sample,
  );
}
