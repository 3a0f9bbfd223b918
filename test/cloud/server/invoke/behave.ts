import type { Context } from "../context.ts";
import { type CompleteRun, type Outcome, quietFunction } from "../options.ts";
import type { Environment } from "../state.ts";
import type { Running } from "./running.ts";

/** What the script says of an invocation, with the faults that happen this time. */
export function behave(context: Context, running: Running, environment: Environment): CompleteRun {
  const { region, fn, deployed, payload } = running;
  const { memoryMb, architecture, variables, timeoutSeconds } = deployed.settings;
  const scripted = context.options.behaviour({
    region: region.name,
    functionName: fn.name,
    version: deployed.version,
    memoryMb,
    architecture,
    variables,
    environment: environment.index,
    invocation: environment.invocationCount,
    payload,
    random: context.random("behaviour"),
  });
  const run = { ...quietFunction, outcome: "ok" as Outcome, ...scripted };
  const log = [scripted.log, context.happens("longLog") ? longLog : undefined].filter(
    (text) => text !== undefined,
  );
  return {
    ...run,
    ...(log.length === 0 ? {} : { log: log.join("\n") }),
    outcome: faultOf(context) ?? (run.durationMs > 1000 * timeoutSeconds ? "timeout" : run.outcome),
  };
}

/** Every fault draws each time, so that one does not change when others happen. */
function faultOf(context: Context): Outcome | undefined {
  const timeout = context.happens("timeout");
  const crash = context.happens("crash");
  const error = context.happens("functionError");
  if (timeout || crash) {
    return timeout ? "timeout" : "crash";
  }
  return error ? "error" : undefined;
}

/** More than a tail holds, in letters of one byte and of two. */
const longLog = Array.from({ length: 60 }, (_, line) => `line ${line}: ü${"üx".repeat(40)}`).join("\n");
