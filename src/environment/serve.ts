import type { PlatformEvent } from "../report-lines/platform-event.ts";
import { type Failure, failureOf } from "../runtime-api/failure.ts";
import type { Invocation, RuntimeAnswer } from "../runtime-api/invocation.ts";
import { joined } from "../runtime-api/request-body.ts";
import type { Observation, SampleStatus } from "../samples/sample.ts";
import { exitFailure, timeoutFailure } from "./exit-reason.ts";
import { sayReport, sayRuntimeDone, sayStart } from "./invocation-events.ts";
import { killedChildren } from "./memory-words.ts";
import { type ColdPhases, observe, type SuppressedInit } from "./observation.ts";
import type { EnvironmentParts } from "./parts.ts";
import { endingOfAnswer, endingOfFailure } from "./platform-ending.ts";
import type { Waited } from "./processes.ts";
import type { ResourceUse } from "./sandbox.ts";

/** What the caller of one invocation gets, and what was seen of it. */
export interface LocalAnswer {
  readonly observation: Observation;
  /** What Lambda's caller would have: the first answer, else the error document. */
  readonly body: Uint8Array;
  readonly requestId: string;
  /** JSON of what the runtime told X-Ray of its error. */
  readonly xrayCause?: string | undefined;
  /** What the platform said since the last answer; with the first also of init. */
  readonly events: readonly PlatformEvent[];
}

/** An invocation that was served, well or not. */
export interface Served {
  readonly observation: Observation;
  readonly body: Uint8Array;
  readonly xrayCause?: string | undefined;
  /** What the sandbox had used when the invocation had ended. */
  readonly used: ResourceUse;
  /** Set when the environment did not come through it. */
  readonly broken: "timeout" | "error" | undefined;
  /** Nothing can go on from here, not even after a reset. */
  readonly lost?: true;
}

/** What comes before an invocation. */
export interface Before {
  readonly cold: ColdPhases | undefined;
  readonly suppressed: SuppressedInit | undefined;
  /** What the sandbox had used when the invocation began. */
  readonly used: ResourceUse;
}

/** Serves one invocation in an environment whose runtime waits for it. */
export async function serve(
  parts: EnvironmentParts,
  invocation: Invocation,
  before: Before,
): Promise<Served> {
  const { sandbox, api, clock, processes, timeoutMs, emulation } = parts;
  sayStart(parts, invocation);
  const limitAtMs = (before.suppressed?.startedAtMs ?? clock.nowMs()) + timeoutMs;
  const delivery = api.deliver(invocation);
  const runtime = await processes.wait(delivery.runtimeDone, limitAtMs - clock.nowMs());
  const done = runtime.kind === "done" ? endingOfAnswer(delivery.progress.answer, emulation) : undefined;
  if (done !== undefined) {
    // At once: extensions may be waiting to hear it before they are done themselves.
    sayRuntimeDone(parts, invocation, delivery, done);
  }
  const waited =
    done === undefined || delivery.extensions.length === 0
      ? runtime
      : await processes.wait(delivery.completed, limitAtMs - clock.nowMs());
  const used = sandbox.resources();
  const { answer } = delivery.progress;
  const verdict = judge(waited, answer, parts, invocation.requestId);
  const end = {
    ...verdict,
    cut: cutOf(waited, timeoutMs),
    usedBefore: before.used,
    used,
  };
  const seen = observe(delivery, end, before.cold, before.suppressed);
  const observation = withKilledChildren(seen, parts, before.used, used);
  const whole = waited.kind === "done" ? done : undefined;
  const ending = whole ?? endingOfFailure(verdict.status, verdict.failure);
  if (done === undefined) {
    sayRuntimeDone(parts, invocation, delivery, ending);
  }
  sayReport(parts, invocation, delivery, observation, ending);
  return {
    observation,
    used,
    body: bodyFor(answer, verdict.failure),
    xrayCause: answer?.kind === "error" ? answer.xrayCause : undefined,
    broken: waited.kind === "done" ? undefined : waited.kind === "timed-out" ? "timeout" : "error",
  };
}

/** A failure after the memory limit has ended what the function had started says so. */
function withKilledChildren(
  observation: Observation,
  parts: EnvironmentParts,
  before: ResourceUse,
  used: ResourceUse,
): Observation {
  const { error, status } = observation;
  const words = status === "out-of-memory" ? undefined : killedChildren(parts, before, used);
  return error === undefined || words === undefined
    ? observation
    : { ...observation, error: { ...error, message: `${error.message} (${words})` } };
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
  parts: EnvironmentParts,
  requestId: string,
): Verdict {
  const { timeoutMs, emulation } = parts;
  const reported = answer && failureOf(answer);
  if (reported !== undefined && (waited.kind === "done" || answer?.kind !== "truncated")) {
    return { status: "function-error", failure: reported };
  }
  switch (waited.kind) {
    case "done":
      return { status: "ok", failure: undefined };
    case "exited": {
      const status = waited.exit.outOfMemory ? "out-of-memory" : "crash";
      return { status, failure: exitFailure(waited, parts)(requestId) };
    }
    case "timed-out":
      return { status: "timeout", failure: timeoutFailure(timeoutMs, requestId, emulation) };
    default:
      return waited satisfies never;
  }
}

function cutOf(
  waited: Waited<void>,
  timeoutMs: number,
): { atMs: number } | { timeoutMs: number } | undefined {
  switch (waited.kind) {
    case "done":
      return undefined;
    case "exited":
      return { atMs: waited.atMs };
    case "timed-out":
      return { timeoutMs };
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
