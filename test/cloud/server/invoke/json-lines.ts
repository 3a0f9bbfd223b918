import { runtimeVersionArn } from "../functions/configuration.ts";
import type { Line, LogFacts } from "./invocation-log.ts";

/** An invocation's log in Lambda's JSON format, system events among the function's own lines. */
export function jsonLines(facts: LogFacts): readonly Line[] {
  const { requestId, deployed, run, times, error, initAt, invokedAt, endedAt } = facts;
  const { version } = deployed;
  return [
    ...(facts.first ? birthEvents(facts, initAt) : []),
    event(invokedAt, "platform.start", { requestId, functionArn: facts.functionName, version }),
    ...(run.log === undefined ? [] : run.log.split("\n").map((text) => ({ text, timestamp: invokedAt }))),
    event(endedAt, "platform.runtimeDone", {
      requestId,
      status: statusOf(facts),
      metrics: { durationMs: times.durationMs, producedBytes: run.response?.length ?? 0 },
    }),
    event(endedAt, "platform.report", {
      requestId,
      metrics: {
        durationMs: times.durationMs,
        billedDurationMs: times.billedMs,
        memorySizeMB: deployed.settings.memoryMb,
        maxMemoryUsedMB: run.maxMemoryMb,
        ...(times.initMs === undefined ? {} : { initDurationMs: times.initMs }),
        ...(times.restoreMs === undefined ? {} : { restoreDurationMs: times.restoreMs }),
        ...(times.billedRestoreMs === undefined ? {} : { billedRestoreDurationMs: times.billedRestoreMs }),
      },
      status: statusOf(facts),
      ...(error?.errorType === undefined ? {} : { errorType: error.errorType }),
    }),
  ];
}

function birthEvents(
  { environment, region, functionName, deployed, run, times }: LogFacts,
  at: number,
): Line[] {
  const common = {
    runtimeVersion: "nodejs:24.v10",
    runtimeVersionArn: runtimeVersionArn(region),
    functionName,
    functionVersion: deployed.version,
  };
  if (environment.birth === "restore") {
    const durationMs = times.restoreMs ?? 0;
    return [
      event(at, "platform.restoreStart", common),
      event(at + durationMs, "platform.restoreReport", { status: "success", metrics: { durationMs } }),
    ];
  }
  const status = run.outcome === "init-error" ? "error" : "success";
  const initializationType = environment.birth === "provisioned" ? "provisioned-concurrency" : "on-demand";
  const init = { initializationType, phase: "init" };
  return [
    event(at, "platform.initStart", { ...init, ...common }),
    event(at + run.initMs, "platform.initRuntimeDone", { ...init, status }),
    event(at + run.initMs, "platform.initReport", { ...init, status, metrics: { durationMs: run.initMs } }),
  ];
}

function statusOf({ run }: LogFacts): string {
  switch (run.outcome) {
    case "ok":
      return "success";
    case "timeout":
      return "timeout";
    case "error":
      return "error";
    default:
      return "failure";
  }
}

function event(at: number, type: string, record: unknown): Line {
  const timestamp = Math.round(at);
  return { timestamp, text: JSON.stringify({ time: new Date(timestamp).toISOString(), type, record }) };
}
