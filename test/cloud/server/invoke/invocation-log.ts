import type { CompleteRun } from "../options.ts";
import type { Deployed, Environment, LogEvent } from "../state.ts";
import { errorOf, type FunctionError } from "./function-error.ts";
import { jsonLines } from "./json-lines.ts";
import { textLines } from "./text-lines.ts";
import type { Times } from "./times.ts";

/** All that an invocation's log tells. */
export interface Reported {
  readonly requestId: string;
  readonly region: string;
  readonly functionName: string;
  readonly environment: Environment;
  readonly deployed: Deployed;
  readonly run: CompleteRun;
  readonly times: Times;
  /** When the call came; milliseconds since 1970. */
  readonly beganAt: number;
}

/** The same with the moments of its lines, milliseconds since 1970. */
export interface LogFacts extends Reported {
  readonly first: boolean;
  readonly initAt: number;
  readonly invokedAt: number;
  readonly endedAt: number;
  readonly error: FunctionError | undefined;
}

/** A line of a log, without the newline. */
export interface Line {
  readonly text: string;
  readonly timestamp: number;
}

/** How long before its first invocation an environment was initialised that nobody waited for, by its log; milliseconds. */
const aheadMs = 2 * 3_600_000;

/** The log events of one invocation; before an environment's first, its start. */
export function invocationLog(reported: Reported): readonly LogEvent[] {
  const { environment, beganAt, times, deployed, run } = reported;
  const invokedAt = Math.round(beganAt + times.beforeMs);
  const facts: LogFacts = {
    ...reported,
    first: environment.invocationCount === 0,
    initAt: isAhead(environment) ? beganAt - aheadMs : beganAt,
    invokedAt,
    endedAt: Math.round(invokedAt + times.durationMs),
    error: errorOf(run.outcome, reported.requestId, deployed.settings.timeoutSeconds),
  };
  const lines = deployed.settings.logFormat === "JSON" ? jsonLines(facts) : textLines(facts);
  return lines.map(({ text, timestamp }) => ({
    logStreamName: environment.logStream,
    timestamp,
    message: `${text}\n`,
  }));
}

function isAhead({ birth }: Environment): boolean {
  return birth === "proactive" || birth === "provisioned";
}
