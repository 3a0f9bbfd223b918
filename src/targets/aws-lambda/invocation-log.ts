import type { ParsedReport } from "../../report-lines/parse-report.ts";
import type { ParsedPlatformLine } from "../../report-lines/parsed-platform-line.ts";
import type { SampleError } from "../../samples/sample.ts";
import { loggedFailure } from "./logged-failure.ts";
import {
  allOf,
  firstOf,
  type LogLine,
  type PlatformLine,
  parseLine,
  platformLines,
  type Timed,
} from "./platform-lines.ts";

type InitReport = Extract<ParsedPlatformLine, { kind: "initReport" }>;

/** What the platform's lines say of one invocation and of the init before it. */
export interface InvocationLog {
  readonly report?: ParsedReport | undefined;
  /** The report is an event of the JSON format. */
  readonly isJson: boolean;
  /** An environment's init or restore stands in it. */
  readonly beganCold: boolean;
  /** When the environment was ready, and when it was invoked: milliseconds since 1970, where lines tell. */
  readonly readyMs?: number | undefined;
  readonly startMs?: number | undefined;
  /** Both times are the platform's own, and not those at which CloudWatch Logs took the lines. */
  readonly ownTimes: boolean;
  /** Of inits that failed, and of snapshots; in the JSON format of all. */
  readonly initReports: readonly InitReport[];
  /** What only the JSON format tells of an init: `on-demand`, `provisioned-concurrency`, … */
  readonly initializationType?: string | undefined;
  readonly runtimeVersionArn?: string | undefined;
  /** Milliseconds that only the JSON format tells: `runtimeDone`, `responseLatency`, `extensionOverhead`, … */
  readonly platformMs: Readonly<Record<string, number>>;
  /** Bytes of the answer, where the JSON format tells. */
  readonly producedBytes?: number | undefined;
  /** How it failed, in the log's words. */
  readonly failure?: SampleError | undefined;
}

/** Reads what belongs to one invocation; what the function itself wrote is passed over, but for how it failed. */
export function readInvocationLog(lines: readonly LogLine[], requestId: string): InvocationLog {
  const parsed = lines.map(parseLine);
  // The function may print such a line, too; the platform's own is the last.
  const reported = parsed.findLast((line) => line.report?.requestId === requestId);
  const report = reported?.report;
  const platform = platformLines(parsed, requestId);
  const initStart = firstOf(platform, "initStart");
  const restoreStart = firstOf(platform, "restoreStart");
  const start = firstOf(platform, "start");
  const ready = readyAt(platform, report);
  return {
    report,
    isJson: reported?.ownTime === true,
    beganCold: initStart !== undefined || restoreStart !== undefined,
    readyMs: ready?.atMs,
    startMs: start?.atMs,
    ownTimes: ready?.ownTime === true && start?.ownTime === true,
    initReports: allOf(platform, "initReport").map(({ line }) => line),
    initializationType: initStart?.line.initializationType,
    runtimeVersionArn: (restoreStart ?? initStart)?.line.runtimeVersionArn,
    platformMs: platformTimes(platform, report),
    producedBytes: firstOf(platform, "runtimeDone")?.line.producedBytes,
    failure: loggedFailure(
      lines.map(({ text }) => text),
      requestId,
    ),
  };
}

/** When the init or the restore that is told of had ended. */
function readyAt(platform: readonly PlatformLine[], report: ParsedReport | undefined): Timed | undefined {
  const restored = report?.restoreMs !== undefined;
  const end = restored
    ? firstOf(platform, "restoreReport")
    : allOf(platform, "initReport").find(({ line }) => line.phase !== "invoke");
  const begin = firstOf(platform, restored ? "restoreStart" : "initStart");
  const tookMs = restored ? report.restoreMs : report?.initMs;
  if (end?.atMs !== undefined || begin?.atMs === undefined || tookMs === undefined) {
    return end;
  }
  return { atMs: begin.atMs + tookMs, ownTime: begin.ownTime };
}

/** The times that stand in no field of REPORT; those of inits are from one event to another, and so to a millisecond. */
function platformTimes(
  platform: readonly PlatformLine[],
  report: ParsedReport | undefined,
): Readonly<Record<string, number>> {
  const done = firstOf(platform, "runtimeDone")?.line;
  const times: readonly (readonly [string, number | undefined])[] = [
    ["initRuntimeDone", between(firstOf(platform, "initStart"), firstOf(platform, "initRuntimeDone"))],
    [
      "restoreRuntimeDone",
      between(firstOf(platform, "restoreStart"), firstOf(platform, "restoreRuntimeDone")),
    ],
    ["runtimeDone", done?.durationMs],
    ...[...(done?.spans ?? []), ...(report?.spans ?? [])].map(
      ({ name, durationMs }) => [name, durationMs] as const,
    ),
  ];
  return Object.fromEntries(times.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms]])));
}

function between(begin: Timed | undefined, end: Timed | undefined): number | undefined {
  return begin?.atMs !== undefined && end?.atMs !== undefined && begin.ownTime && end.ownTime
    ? end.atMs - begin.atMs
    : undefined;
}

/** By what name the last report of some lines goes; undefined where there is none. */
export function lastRequestId(lines: readonly LogLine[]): string | undefined {
  return lines.map(parseLine).findLast(({ report }) => report !== undefined)?.report?.requestId;
}

/** The lines of the log's end as an answer carries it; `whole` is false where its begin was cut off. */
export function linesOfTail(logResult: string): {
  readonly lines: readonly LogLine[];
  readonly whole: boolean;
} {
  const bytes = Buffer.from(logResult, "base64");
  const whole = bytes.byteLength < tailBytes;
  const lines = bytes.toString("utf8").split("\n");
  // The first may be the end of one.
  return { lines: (whole ? lines : lines.slice(1)).map((text) => ({ text })), whole };
}

/** Lambda gives the last 4 KB. Source: AWS Lambda API reference, Invoke, `X-Amz-Log-Result`. */
const tailBytes = 4096;
