import type { Sample, Side } from "./sample.ts";

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

/**
 * True where an environment serves no further invocation. A timeout or a crash resets it and it goes on; when it fails again
 * right after its reset, no later invocation would do better.
 */
export function endsEnvironment(sample: Pick<Sample, "status" | "suppressedInitMs" | "recycled">): boolean {
  const { status, suppressedInitMs, recycled } = sample;
  switch (status) {
    case "init-error":
    case "target-error":
      return true;
    case "timeout":
    case "crash":
    case "out-of-memory":
      return suppressedInitMs !== undefined || recycled === true;
    case "ok":
    case "function-error":
    case "contaminated":
    case "throttled":
      return recycled === true;
    default:
      return status satisfies never;
  }
}
