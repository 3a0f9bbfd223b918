import type { Variant } from "../plan/variant.ts";
import type { PlatformEvent } from "../report-lines/platform-event.ts";
import type { EngineFacts, PreparedFacts, StandingFacts } from "../samples/run-manifest.ts";
import type { ColdMethod, Observation, Side, TargetName } from "../samples/sample.ts";

/** What the caller of a function sees of one invocation, beside what the target measured. */
export interface Answer {
  readonly observation: Observation;
  /** The response's body; for a failed invocation the error document. Absent when nothing came. */
  readonly body?: Uint8Array | undefined;
  readonly requestId: string;
  /** JSON of what the runtime told X-Ray of its error; where the target sees that. */
  readonly xrayCause?: string | undefined;
  /** What the platform's log says of it, and of what came before it; where the target sees that. */
  readonly events?: readonly PlatformEvent[] | undefined;
}

/** A live execution environment: serves one invocation at a time. */
export interface TargetEnvironment {
  readonly method: ColdMethod;
  /**
   * Invokes the function. The first call's observation also holds the phases before it (`provision`, `init`, …);
   * when init failed it reports that. Failures of the function are observations.
   * @throws UnavailableError when the target itself is gone; LostError when what it shares went away under this environment;
   * Error when this environment alone failed, and not by the function.
   */
  invoke(payload: Uint8Array): Promise<Answer>;
  /** True while another invocation can be served. */
  readonly alive: boolean;
  /** True when it is not alive because it has reached its lifetime or its idle limit. */
  readonly recycled: boolean;
  /** What the function wrote so far, cut in the middle when there is much. */
  log(): string;
  /** Ends it as Lambda would, and removes everything that belonged to it alone. Never throws. */
  stop(): Promise<void>;
}

/** One side of a variant, ready to be started any number of times. */
export interface PreparedVariant {
  readonly facts: PreparedFacts;
  /**
   * Begins a cold environment and waits for the end of its init, successful or not. `signal`: where it has to wait until it can begin
   * one, and has begun nothing, it may give that up, and rejects with the signal's reason. @throws as `invoke` does.
   */
  start(signal?: AbortSignal): Promise<TargetEnvironment>;
}

/** What stood in the segment under way. */
export type Stood = Omit<StandingFacts, "segment">;

/** What runs variants: everything that is not measured happens in `prepare` and `dispose`. */
export interface Target {
  readonly name: TargetName;
  /** What this target cannot show, in sentences for the report. */
  readonly limitations: readonly string[];
  /** The container engine, as far as it is known by now; absent where the target has none. */
  readonly engine?: EngineFacts | undefined;
  /**
   * How many environments may be under way at once without disturbing each other, by what has been prepared so far;
   * absent: one.
   */
  readonly atOnce?: number | undefined;
  /**
   * What an environment has answered stands, though the target goes away before the environment has ended: what ran elsewhere is
   * no worse for it, and was paid for. Absent: nothing of such an environment is recorded.
   */
  readonly answersStand?: boolean | undefined;
  /** How many variants may be prepared at once; absent: one. */
  readonly preparesAtOnce?: number | undefined;
  /**
   * Builds, copies and merges what the variant needs.
   * @throws UnavailableError when this machine lacks the runtime; PreparationError when the variant cannot be made.
   */
  prepare(variant: Variant, side: Side | undefined, signal: AbortSignal): Promise<PreparedVariant>;
  /** What costs money for as long as it stands, and what did, as of now; absent where nothing ever does. */
  readonly standing?: readonly Stood[] | undefined;
  /** Ends what costs money for as long as it stands, and begins no more of it. What cannot be ended stands on until `dispose`. */
  endStanding?(): Promise<void>;
  /** Ends every live environment at once, without waiting for the function: the second Ctrl-C. */
  abort(): Promise<void>;
  /** Removes all that `prepare` made. */
  dispose(): Promise<void>;
}

/** Where an image goes, and as whom. */
export interface PushDestination {
  /** `registry/repository:tag`. */
  readonly reference: string;
  readonly username: string;
  readonly password: string;
}

/** Builds images and takes them to a registry: what one target can and another needs. */
export interface ImagePusher {
  /**
   * Builds a variant's image and pushes it. @returns `sha256:…` by which the registry knows it.
   * @throws UnavailableError when no engine answers; PreparationError when it cannot be built or pushed.
   */
  push(variant: Variant, destination: PushDestination, signal: AbortSignal): Promise<string>;
  /** Removes what was built from the engine. */
  remove(): Promise<void>;
}
