import { type Failure, failureOfInit } from "../runtime-api/failure.ts";
import type { RestoreEnd } from "../runtime-api/invocation.ts";
import { exitFailure, restoreTimeoutFailure, timeoutFailure } from "./exit-reason.ts";
import type { EnvironmentParts } from "./parts.ts";
import { rounded } from "./platform-log.ts";
import type { Waited } from "./processes.ts";

/** Lambda's limit for a restore and the hooks after it. */
const restoreLimitMs = 10_000;

/** How a restore ended. Times are the clock's. */
export type RestoreOutcome =
  | { readonly kind: "ready"; readonly startedAtMs: number; readonly endedAtMs: number }
  | FailedRestore;

/** A restore that failed: Lambda does not try it again in the same environment. */
export interface FailedRestore {
  readonly kind: "failed";
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: "timeout" | "error";
  readonly failure: (requestId: string) => Failure;
  /** The invocation around it ran out of time: an end like any other timeout. */
  readonly timedOutFunction: boolean;
}

/**
 * Lets the runtime go on from where its snapshot would be taken, and waits until it asks for its first event. `limitAtMs`:
 * inside an invocation, when that must be over.
 */
export async function restore(
  parts: EnvironmentParts,
  limitAtMs = Number.POSITIVE_INFINITY,
): Promise<RestoreOutcome> {
  const { api, clock, platform, processes, functionName, functionVersion, memoryMb } = parts;
  const startedAtMs = clock.nowMs();
  const leftMs = Math.max(0, limitAtMs - startedAtMs);
  const waited = await processes.wait(api.restore(), Math.min(restoreLimitMs, leftMs));
  const outcome =
    waited.kind === "timed-out"
      ? timedOut(parts, startedAtMs, leftMs)
      : outcomeOf(waited, startedAtMs, parts);
  const instanceMaxMemory = memoryMb * 1024 * 1024;
  platform.say("platform.restoreStart", startedAtMs, { functionName, functionVersion, instanceMaxMemory });
  const how =
    outcome.kind === "ready"
      ? { status: "success" as const }
      : { status: outcome.status, errorType: outcome.failure("").platformType };
  platform.say("platform.restoreRuntimeDone", outcome.endedAtMs, how);
  const metrics = { durationMs: rounded(outcome.endedAtMs - startedAtMs) };
  platform.say("platform.restoreReport", outcome.endedAtMs, { ...how, metrics });
  return outcome;
}

function outcomeOf(
  waited: Exclude<Waited<RestoreEnd>, { kind: "timed-out" }>,
  startedAtMs: number,
  parts: EnvironmentParts,
): RestoreOutcome {
  switch (waited.kind) {
    case "done": {
      const end = waited.value;
      return end.kind === "ready"
        ? { kind: "ready", startedAtMs, endedAtMs: end.atMs }
        : failed(startedAtMs, end.atMs, "error", () => failureOfInit(end.post));
    }
    case "exited":
      return failed(startedAtMs, waited.atMs, "error", exitFailure(waited, parts));
    default:
      return waited satisfies never;
  }
}

function timedOut(
  { timeoutMs, emulation }: EnvironmentParts,
  startedAtMs: number,
  leftMs: number,
): FailedRestore {
  if (leftMs > restoreLimitMs) {
    return failed(startedAtMs, startedAtMs + restoreLimitMs, "timeout", (id) =>
      restoreTimeoutFailure(restoreLimitMs, id),
    );
  }
  const failure = (id: string) => timeoutFailure(timeoutMs, id, emulation);
  return { ...failed(startedAtMs, startedAtMs + leftMs, "timeout", failure), timedOutFunction: true };
}

function failed(
  startedAtMs: number,
  endedAtMs: number,
  status: FailedRestore["status"],
  failure: FailedRestore["failure"],
): FailedRestore {
  return { kind: "failed", startedAtMs, endedAtMs, status, failure, timedOutFunction: false };
}
