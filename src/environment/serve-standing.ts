import type { Failure } from "../runtime-api/failure.ts";
import type { Invocation } from "../runtime-api/invocation.ts";
import type { Observation, SampleStatus } from "../samples/sample.ts";
import { exitFailure, timeoutFailure } from "./exit-reason.ts";
import { initialise } from "./init.ts";
import type { FailedInit } from "./init-outcome.ts";
import { sayReport, sayRuntimeDone, sayStart } from "./invocation-events.ts";
import { type ColdPhases, observeNothing } from "./observation.ts";
import type { EnvironmentParts } from "./parts.ts";
import { endingOfFailure } from "./platform-ending.ts";
import type { ProcessEnd } from "./processes.ts";
import { type FailedRestore, restore } from "./restore.ts";
import type { ResourceUse } from "./sandbox.ts";
import { type Served, serve } from "./serve.ts";

/** What an invocation finds. `cold` is there until an invocation has reported it. */
export type Standing =
  | {
      readonly kind: "ready";
      readonly cold: ColdPhases | undefined;
      /** What the sandbox had used when it was last looked at: what comes after belongs to the invocation. */
      readonly used: ResourceUse;
    }
  /** The processes are gone: the invocation starts them. */
  | { readonly kind: "reset"; readonly cold: ColdPhases | undefined }
  /** A restore failed: there is nothing to go on from. */
  | { readonly kind: "lost"; readonly restore: FailedRestore; readonly cold: ColdPhases };

/** Serves one invocation in an environment as it stands; init first where the processes are gone. */
export async function serveStanding(
  parts: EnvironmentParts,
  invocation: Invocation,
  standing: Standing,
): Promise<Served> {
  switch (standing.kind) {
    case "ready": {
      const { end } = parts.processes;
      const { cold, used } = standing;
      if (end !== undefined) {
        return refuseEnded(parts, invocation, end, cold);
      }
      return serve(parts, invocation, { cold, suppressed: undefined, used });
    }
    case "reset":
      return serveAfterReset(parts, invocation, standing.cold);
    case "lost":
      return refuseLost(parts, invocation, standing.restore, seenOf(standing.cold));
    default:
      return standing satisfies never;
  }
}

/** Init again, inside the invocation and by its timeout. */
async function serveAfterReset(
  parts: EnvironmentParts,
  invocation: Invocation,
  cold: ColdPhases | undefined,
): Promise<Served> {
  const { clock, sandbox, timeoutMs } = parts;
  const used = sandbox.resources();
  const startedAtMs = clock.nowMs();
  const init = await initialise(parts, { phase: "invoke", limitMs: timeoutMs, startedAtMs });
  if (init.kind === "failed") {
    return refuseInit(parts, invocation, init, cold);
  }
  const restored = init.waitsForRestore ? await restore(parts, startedAtMs + timeoutMs) : undefined;
  if (restored?.kind === "failed") {
    const seen = { ...seenOf(cold), ...seenInside(parts, restored.endedAtMs - startedAtMs) };
    return refuseLost(parts, invocation, restored, seen);
  }
  const suppressed = { startedAtMs, endedAtMs: restored?.endedAtMs ?? init.endedAtMs };
  return serve(parts, invocation, { cold, suppressed, used });
}

function refuseEnded(
  parts: EnvironmentParts,
  invocation: Invocation,
  end: ProcessEnd,
  cold: ColdPhases | undefined,
): Served {
  const failure = exitFailure(end, parts)(invocation.requestId);
  return refuse(parts, invocation, end.exit.outOfMemory ? "out-of-memory" : "crash", failure, seenOf(cold));
}

function refuseInit(
  parts: EnvironmentParts,
  invocation: Invocation,
  init: FailedInit,
  cold: ColdPhases | undefined,
): Served {
  const { timeoutMs, emulation } = parts;
  const seen = { ...seenOf(cold), ...seenInside(parts, init.endedAtMs - init.startedAtMs) };
  if (init.reason === "timeout") {
    const failure = timeoutFailure(timeoutMs, invocation.requestId, emulation);
    return refuse(parts, invocation, "timeout", failure, seen);
  }
  const status = init.outOfMemory ? "out-of-memory" : "init-error";
  return refuse(parts, invocation, status, init.failure(invocation.requestId), seen);
}

function refuseLost(
  parts: EnvironmentParts,
  invocation: Invocation,
  restore: FailedRestore,
  seen: Seen,
): Served {
  const status = restore.status === "timeout" ? "timeout" : "init-error";
  const refused = refuse(parts, invocation, status, restore.failure(invocation.requestId), seen);
  return restore.timedOutFunction ? refused : { ...refused, lost: true };
}

type Seen = Omit<Observation, "status" | "error">;

function seenOf(cold: ColdPhases | undefined): Seen {
  const { endedAtMs: _, ...phases } = cold ?? {};
  return phases;
}

/** Of an invocation that ended in the init that it held. */
function seenInside({ sandbox }: EnvironmentParts, durationMs: number): Seen {
  const { maxMemoryMb, peakWithCacheMb } = sandbox.resources();
  const billedMs = Math.ceil(durationMs);
  return { suppressedInitMs: durationMs, durationMs, billedMs, maxMemoryMb, peakWithCacheMb };
}

function refuse(
  parts: EnvironmentParts,
  invocation: Invocation,
  status: SampleStatus,
  failure: Failure,
  seen: Seen,
): Served {
  const observation = observeNothing(status, failure, seen);
  const ending = endingOfFailure(status, failure);
  const nothing = { progress: {}, extensions: [] };
  sayStart(parts, invocation);
  sayRuntimeDone(parts, invocation, nothing, ending);
  sayReport(parts, invocation, nothing, observation, ending);
  return {
    observation,
    body: failure.document,
    used: {},
    broken: status === "timeout" ? "timeout" : "error",
  };
}
