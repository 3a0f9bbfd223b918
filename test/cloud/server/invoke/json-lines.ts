import { runtimeVersionArn } from "../functions/configuration.ts";
import type { SystemLogLevel } from "../state.ts";
import type { Line, LogFacts } from "./invocation-log.ts";

/** An invocation's log in Lambda's JSON format: system events of the function's level among its own lines, which are objects, too. */
export function jsonLines(facts: LogFacts): readonly Line[] {
  const { requestId, deployed, run, times, error, initAt, invokedAt, endedAt } = facts;
  const { version, settings } = deployed;
  return [
    ...(facts.first ? birthEvents(facts, initAt) : []),
    event(invokedAt, "platform.start", { requestId, functionArn: facts.functionName, version }),
    ...(run.log === undefined
      ? []
      : run.log.split("\n").map((text) => functionLine(invokedAt, requestId, "INFO", text))),
    ...uncaughtLines(facts),
    event(endedAt, "platform.runtimeDone", {
      requestId,
      status: statusOf(facts),
      metrics: { durationMs: times.durationMs - run.extensionMs, producedBytes: run.response?.length ?? 0 },
      spans: invocationSpans(facts),
    }),
    event(endedAt, "platform.report", {
      requestId,
      metrics: {
        durationMs: times.durationMs,
        billedDurationMs: times.billedMs,
        memorySizeMB: settings.memoryMb,
        maxMemoryUsedMB: run.maxMemoryMb,
        ...(times.initMs === undefined ? {} : { initDurationMs: times.initMs }),
        ...(times.restoreMs === undefined ? {} : { restoreDurationMs: times.restoreMs }),
        ...(times.billedRestoreMs === undefined ? {} : { billedRestoreDurationMs: times.billedRestoreMs }),
      },
      ...(run.extensionMs > 0 ? { spans: [span("extensionOverhead", endedAt, run.extensionMs)] } : {}),
      status: statusOf(facts),
      ...(error?.errorType === undefined ? {} : { errorType: error.errorType }),
    }),
  ].filter(({ text }) => isWritten(text, settings.systemLogLevel));
}

/** The parts of a runtime's work that make up its duration. */
function invocationSpans({ invokedAt, endedAt, times, run }: LogFacts) {
  const runtimeMs = times.durationMs - run.extensionMs;
  const overheadMs = runtimeMs / 4;
  return [
    span("responseLatency", invokedAt, runtimeMs - overheadMs),
    span("responseDuration", endedAt, 0),
    span("runtimeOverhead", endedAt, overheadMs),
  ];
}

function span(name: string, at: number, durationMs: number) {
  return { name, start: new Date(Math.round(at)).toISOString(), durationMs };
}

/** As AWS's runtime client for Node.js writes an error that nobody caught. */
function uncaughtLines({ run, error, requestId, endedAt }: LogFacts): Line[] {
  return run.outcome === "error" && error !== undefined
    ? [functionLine(endedAt, requestId, "ERROR", `Invoke Error \t${JSON.stringify(error.body)}`)]
    : [];
}

function functionLine(at: number, requestId: string, level: string, message: string): Line {
  const timestamp = Math.round(at);
  const time = new Date(timestamp).toISOString();
  return { timestamp, text: JSON.stringify({ timestamp: time, level, requestId, message }) };
}

/** Which events are of which level. Source: AWS Lambda Developer Guide, "System log level event mapping". */
function isWritten(text: string, level: SystemLogLevel): boolean {
  const { type, record } = JSON.parse(text) as { type?: string; record?: Record<string, unknown> };
  if (type === undefined || level === "DEBUG") {
    return true;
  }
  const { status = "success", initializationType, runtimeVersion } = record ?? {};
  const isDetail =
    /RuntimeDone|runtimeDone/.test(type) ||
    (type === "platform.initReport" && initializationType === "on-demand") ||
    (/\.(init|restore)Start$/.test(type) && runtimeVersion === undefined);
  return status !== "success" || (level === "INFO" && !isDetail);
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
      event(at + durationMs, "platform.restoreRuntimeDone", { status: "success" }),
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
