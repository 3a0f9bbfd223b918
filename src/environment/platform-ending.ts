import type { PlatformStatus } from "../report-lines/platform-event.ts";
import { type Failure, failureOf } from "../runtime-api/failure.ts";
import type { RuntimeAnswer } from "../runtime-api/invocation.ts";
import type { SampleStatus } from "../samples/sample.ts";
import type { Emulation } from "./emulation.ts";

/** How an init or an invocation ended, as the platform's events have it. */
export interface PlatformEnding {
  readonly status: PlatformStatus;
  readonly errorType?: string;
}

/** Of a runtime that has answered and goes on: an error that the function reported ends nothing. */
export function endingOfAnswer(
  answer: RuntimeAnswer | undefined,
  { functionErrorStatus }: Emulation,
): PlatformEnding {
  const failure = answer && failureOf(answer);
  return failure === undefined || functionErrorStatus === "success"
    ? { status: "success" }
    : { status: "error", errorType: failure.platformType };
}

/** Of an environment that did not come through it. */
export function endingOfFailure(how: SampleStatus | "error", failure: Failure | undefined): PlatformEnding {
  return how === "timeout"
    ? { status: how }
    : { status: "error", ...(failure === undefined ? {} : { errorType: failure.platformType }) };
}
