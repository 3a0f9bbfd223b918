import type { Failure } from "../runtime-api/failure.ts";

/** How init ended. Times are the clock's. */
export type InitOutcome =
  | {
      readonly kind: "ready";
      readonly startedAtMs: number;
      readonly endedAtMs: number;
      /** Time that the call which started the first process took. */
      readonly firstLaunchMs: number;
      /** Of each external extension: its process runs until its first `event/next`. */
      readonly extensionInitMs: Readonly<Record<string, number>> | undefined;
      /** The runtime waits for its snapshot to be restored. */
      readonly waitsForRestore: boolean;
    }
  | FailedInit;

/** An init that failed. */
export interface FailedInit {
  readonly kind: "failed";
  readonly startedAtMs: number;
  /** When the failure was seen, as in Lambda's INIT_REPORT. */
  readonly endedAtMs: number;
  readonly firstLaunchMs: number;
  readonly reason: "timeout" | "error";
  /** The memory limit ended one of its processes. */
  readonly outOfMemory?: true;
  /** The failure as the invocation with this id reports it. */
  readonly failure: (requestId: string) => Failure;
}
