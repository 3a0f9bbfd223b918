import { type Failure, failureOfInit } from "../runtime-api/failure.ts";
import type { InitEnd } from "../runtime-api/invocation.ts";
import type { RuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Clock } from "../shared/clock.ts";
import { exitFailure, initTimeoutFailure } from "./exit-reason.ts";
import type { ColdPhases, EarlyPhases } from "./observation.ts";
import type { RuntimeProcess } from "./runtime-process.ts";
import type { Sandbox, SandboxStart } from "./sandbox.ts";

/** How init ended. */
export type InitOutcome =
  | { readonly kind: "ready"; readonly cold: ColdPhases }
  | { readonly kind: "failed"; readonly failed: FailedInit };

/** An init that failed: its `initMs` lasts until the failure was seen, as in Lambda's INIT_REPORT. */
export interface FailedInit {
  readonly phases: EarlyPhases;
  /** The failure as the invocation with this id reports it. */
  readonly failure: (requestId: string) => Failure;
}

/** What an init goes by. */
export interface InitInput {
  readonly sandbox: Sandbox;
  readonly api: RuntimeApi;
  readonly runtime: RuntimeProcess;
  readonly clock: Clock;
  readonly limitMs: number;
  /** Time that opening the listener took. */
  readonly listenerMs: number;
}

/** Starts the sandbox and waits for the end of its init. A sandbox that takes too long is destroyed. */
export async function initialise(input: InitInput): Promise<InitOutcome> {
  const { sandbox, api, runtime, clock, limitMs } = input;
  const start = await sandbox.start(api.address);
  const waited = await runtime.wait(api.initEnd, limitMs - (clock.nowMs() - start.startedAtMs));
  switch (waited.kind) {
    case "done":
      return ended(input, start, waited.value);
    case "exited": {
      const { exit, atMs } = waited;
      return failed(input, start, atMs, (requestId) => exitFailure(exit, requestId));
    }
    case "timed-out": {
      const outcome = failed(input, start, start.startedAtMs + limitMs, (requestId) =>
        initTimeoutFailure(limitMs, requestId),
      );
      await sandbox.destroy();
      return outcome;
    }
    default:
      return waited satisfies never;
  }
}

function ended(input: InitInput, start: SandboxStart, end: InitEnd): InitOutcome {
  if (end.kind === "init-error") {
    return failed(input, start, end.atMs, () => failureOfInit(end.post));
  }
  return {
    kind: "ready",
    cold: {
      provisionMs: input.listenerMs + start.provisionMs,
      initMs: end.atMs - start.startedAtMs,
      initEndedAtMs: end.atMs,
      cpuInitMs: input.sandbox.resources().cpuMs,
    },
  };
}

function failed(
  input: InitInput,
  start: SandboxStart,
  endedAtMs: number,
  failure: (requestId: string) => Failure,
): InitOutcome {
  const { maxMemoryMb, cpuMs } = input.sandbox.resources();
  return {
    kind: "failed",
    failed: {
      phases: {
        provisionMs: input.listenerMs + start.provisionMs,
        initMs: endedAtMs - start.startedAtMs,
        maxMemoryMb,
        cpuInitMs: cpuMs,
      },
      failure,
    },
  };
}
