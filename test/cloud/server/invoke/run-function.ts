import { LostConnection } from "../aws-error.ts";
import type { Context } from "../context.ts";
import { deliverLog } from "../logs/deliver.ts";
import type { Environment } from "../state.ts";
import { behave } from "./behave.ts";
import { returnEnvironment, takeEnvironment } from "./environments.ts";
import { errorOf, type FunctionError } from "./function-error.ts";
import { invocationLog } from "./invocation-log.ts";
import type { Running } from "./running.ts";
import { sleep } from "./sleep.ts";
import { timesOf } from "./times.ts";

/** What came of it. */
export interface Ran {
  readonly body: string;
  readonly error?: FunctionError | undefined;
  /** The whole log of the invocation. */
  readonly log: string;
  readonly version: string;
}

/** Runs a function in an environment as a script says, and waits as long as it takes. @throws AwsError */
export async function runFunction(context: Context, running: Running): Promise<Ran> {
  const { region, fn, deployed } = running;
  const environment = takeEnvironment(context, region, fn, deployed);
  try {
    return await runIn(context, running, environment);
  } finally {
    returnEnvironment(context, region, fn, deployed, environment);
  }
}

async function runIn(context: Context, running: Running, environment: Environment): Promise<Ran> {
  const { deployed, fn, region, requestId, payload, kind } = running;
  const beganAtMs = context.nowMs();
  const beganAt = Date.now();
  const run = behave(context, running, environment);
  const { beforeMs, billedRestoreMs, ...times } = timesOf(run, deployed, environment);
  const longestMs = run.outcome === "timeout" ? context.timing.longestTimeoutMs : Number.POSITIVE_INFINITY;
  await sleep(beforeMs + Math.min(times.durationMs, longestMs), context.stopped).catch(() => {
    throw new LostConnection("the server was stopped");
  });
  const events = invocationLog({
    requestId,
    region: region.name,
    functionName: fn.name,
    environment,
    deployed,
    run,
    times: { beforeMs, billedRestoreMs, ...times },
    beganAt,
  });
  deliverLog(context, region, fn.name, events);
  environment.mustInitAgain = run.outcome !== "ok" && run.outcome !== "error";
  context.invocations.push({
    ...times,
    requestId,
    region: region.name,
    functionName: fn.name,
    version: deployed.version,
    kind,
    environment: environment.id,
    cold: times.initMs !== undefined || times.restoreMs !== undefined,
    birth: environment.birth,
    outcome: run.outcome,
    memoryMb: deployed.settings.memoryMb,
    beganAtMs,
    endedAtMs: context.nowMs(),
  });
  const error = errorOf(run.outcome, requestId, deployed.settings.timeoutSeconds);
  const body = error === undefined ? (run.response ?? payload.toString()) : JSON.stringify(error.body);
  return { body, error, log: events.map(({ message }) => message).join(""), version: deployed.version };
}
