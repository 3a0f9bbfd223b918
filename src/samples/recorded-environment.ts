import type { SampleStatus, Side } from "./sample.ts";

/** What the file holds of one environment of the plan, over all that were started for it. */
export interface RecordedEnvironment {
  /** Invocations on record in its highest attempt: 0 up to this, exclusive. */
  readonly invocations: number;
  /** The highest attempt on record. */
  readonly attempt: number;
  /** True when it died, so that no further invocation of it can come. */
  readonly dead: boolean;
  /** True when a sample of its highest attempt is contaminated. */
  readonly contaminated: boolean;
}

/** What names an environment of the plan: `variant|side|block`. */
export function environmentKey(variant: string, side: Side | undefined, block: number): string {
  return `${variant}|${side ?? ""}|${block}`;
}

/** True for the ends after which an environment serves no further invocation. */
export function endsEnvironment(status: SampleStatus): boolean {
  switch (status) {
    case "init-error":
    case "timeout":
    case "crash":
    case "out-of-memory":
    case "target-error":
      return true;
    case "ok":
    case "function-error":
    case "contaminated":
    case "throttled":
      return false;
    default:
      return status satisfies never;
  }
}
