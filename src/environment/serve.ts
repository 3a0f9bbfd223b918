import { type Failure, failureOf } from "../runtime-api/failure.ts";
import type { Delivery, Invocation, RuntimeAnswer } from "../runtime-api/invocation.ts";
import { joined } from "../runtime-api/request-body.ts";
import type { RuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Observation, SampleStatus } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { exitFailure, timeoutFailure } from "./exit-reason.ts";
import { between, type ColdPhases, observe } from "./observation.ts";
import type { RuntimeProcess, Waited } from "./runtime-process.ts";
import type { Sandbox } from "./sandbox.ts";

/** What serves an invocation. */
export interface ServingParts {
  readonly sandbox: Sandbox;
  readonly api: RuntimeApi;
  readonly runtime: RuntimeProcess;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** What the caller of one invocation gets, and what was seen of it. */
export interface LocalAnswer {
  readonly observation: Observation;
  /** What Lambda's caller would have: the first answer, else the error document. */
  readonly body: Uint8Array;
  readonly requestId: string;
}

/** Serves one invocation. `alive` is false when the runtime did not come through it. */
export async function serve(
  parts: ServingParts,
  invocation: Invocation,
  cold: ColdPhases | undefined,
): Promise<{ readonly answer: LocalAnswer; readonly alive: boolean }> {
  const { sandbox, api, runtime, timeoutMs } = parts;
  const { requestId } = invocation;
  const cpuBeforeMs = cold === undefined ? sandbox.resources().cpuMs : cold.cpuInitMs;
  const delivery = api.deliver(invocation);
  const waited = await runtime.wait(delivery.completed, timeoutMs);
  const { cpuMs, maxMemoryMb } = sandbox.resources();
  if (waited.kind === "timed-out") {
    await sandbox.destroy();
  }
  const verdict = judge(waited, delivery.progress.answer, parts, requestId);
  const cutDurationMs = cutDuration(waited, delivery, timeoutMs);
  const cpuInvokeMs = between(cpuBeforeMs, cpuMs);
  const observation = observe(
    delivery.progress,
    { ...verdict, cutDurationMs, cpuInvokeMs, maxMemoryMb },
    cold,
  );
  const body = bodyFor(delivery.progress.answer, verdict.failure);
  return { answer: { observation, body, requestId }, alive: waited.kind === "done" };
}

interface Verdict {
  readonly status: SampleStatus;
  readonly failure: Failure | undefined;
}

// What the runtime itself reported says more than the exit or the timeout that followed. A response that broke off says
// less: it is how a process that dies looks from here.
function judge(
  waited: Waited<void>,
  answer: RuntimeAnswer | undefined,
  parts: ServingParts,
  requestId: string,
): Verdict {
  const reported = answer && failureOf(answer);
  if (reported !== undefined && (waited.kind === "done" || answer?.kind !== "truncated")) {
    return { status: "function-error", failure: reported };
  }
  switch (waited.kind) {
    case "done":
      return { status: "ok", failure: undefined };
    case "exited":
      return { status: "crash", failure: exitFailure(waited.exit, requestId) };
    case "timed-out":
      return { status: "timeout", failure: timeoutFailure(parts.timeoutMs, requestId) };
    default:
      return waited satisfies never;
  }
}

// As in REPORT lines: a timeout lasted exactly the configured time.
function cutDuration(waited: Waited<void>, delivery: Delivery, timeoutMs: number): number | undefined {
  switch (waited.kind) {
    case "done":
      return undefined;
    case "exited":
      return between(delivery.progress.departedAtMs, waited.atMs);
    case "timed-out":
      return timeoutMs;
    default:
      return waited satisfies never;
  }
}

// Lambda passes a response on when it is complete; what the runtime does afterwards does not take it back.
function bodyFor(answer: RuntimeAnswer | undefined, failure: Failure | undefined): Uint8Array {
  if (answer?.kind === "response") {
    return joined(answer.body);
  }
  return failure?.document ?? Buffer.alloc(0);
}
