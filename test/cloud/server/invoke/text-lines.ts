import { runtimeVersionArn } from "../functions/configuration.ts";
import type { Line, LogFacts } from "./invocation-log.ts";

/** An invocation's log in Lambda's text format. */
export function textLines(facts: LogFacts): readonly Line[] {
  const { requestId, deployed, run, error, initAt, invokedAt, endedAt } = facts;
  const at = (timestamp: number, ...texts: string[]) => texts.map((text) => ({ text, timestamp }));
  return [
    ...at(initAt, ...(facts.first ? birthLines(facts) : [])),
    ...at(invokedAt, `START RequestId: ${requestId} Version: ${deployed.version}`),
    ...at(invokedAt, ...(run.log === undefined ? [] : run.log.split("\n"))),
    ...at(endedAt, ...errorLines(facts), `END RequestId: ${requestId}`, reportLine(facts)),
  ].filter(({ text }) => text !== "" || error === undefined);
}

function birthLines({ environment, deployed, region, run, times }: LogFacts): string[] {
  const versions =
    deployed.settings.packageType === "Image"
      ? ""
      : `Runtime Version: nodejs:24.v10\tRuntime Version ARN: ${runtimeVersionArn(region)}`;
  if (environment.birth === "restore") {
    return [
      `RESTORE_START ${versions}`,
      `RESTORE_REPORT Restore Duration: ${(times.restoreMs ?? 0).toFixed(2)} ms`,
    ];
  }
  const start = `INIT_START ${versions}`;
  if (environment.birth === "provisioned") {
    return [start, `INIT_REPORT Init Duration: ${run.initMs.toFixed(2)} ms\tPhase: init`];
  }
  if (run.outcome !== "init-error") {
    return [start];
  }
  const report = (phase: string) =>
    `INIT_REPORT Init Duration: ${run.initMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: error\tError Type: Runtime.ExitError`;
  return [start, report("init"), report("invoke")];
}

function errorLines({ run, error, requestId, endedAt }: LogFacts): string[] {
  if (error === undefined) {
    return [];
  }
  const { errorType, errorMessage } = error.body;
  switch (run.outcome) {
    case "error":
      return [
        `${new Date(endedAt).toISOString()}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify(error.body)}`,
      ];
    case "timeout":
      return [`${new Date(endedAt).toISOString()} ${requestId} ${errorMessage.replace(/^.* Error: /, "")}`];
    default:
      return [errorMessage, errorType];
  }
}

/** Fields in the order of the real service, with a tab after each. */
function reportLine({ requestId, deployed, run, times, error }: LogFacts): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${times.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${times.billedMs} ms`,
    `Memory Size: ${deployed.settings.memoryMb} MB`,
    `Max Memory Used: ${run.maxMemoryMb} MB`,
    times.initMs === undefined ? "" : `Init Duration: ${times.initMs.toFixed(2)} ms`,
    times.restoreMs === undefined ? "" : `Restore Duration: ${times.restoreMs.toFixed(2)} ms`,
    times.billedRestoreMs === undefined ? "" : `Billed Restore Duration: ${times.billedRestoreMs} ms`,
    error?.status === undefined ? "" : `Status: ${error.status}`,
    error?.errorType === undefined ? "" : `Error Type: ${error.errorType}`,
  ];
  return fields.filter((field) => field !== "").join("\t") + (error?.errorType === undefined ? "\t" : "");
}
