import type { PlatformEvent } from "./platform-event.ts";

/** What a REPORT line says of one invocation. */
export interface ReportFacts {
  readonly requestId: string;
  readonly durationMs: number;
  /** Left out where what would be billed cannot be known. */
  readonly billedMs?: number | undefined;
  readonly memoryMb: number;
  /** Left out where the sandbox does not tell. */
  readonly maxMemoryMb?: number | undefined;
  /** Only of an environment's first invocation. */
  readonly initMs?: number | undefined;
  /** Only of the first invocation after a restore. */
  readonly restoreMs?: number | undefined;
  /** `error` or `timeout`; absent where all went well. */
  readonly status?: "error" | "timeout" | undefined;
  /** `Runtime.ExitError`, …; beside status `error`. */
  readonly errorType?: string | undefined;
}

/**
 * The line that Lambda logs after an invocation, in the order and with the separators of the real service (its
 * emulator puts Init Duration first). Without a newline.
 */
export function formatReportLine(facts: ReportFacts): string {
  const fields = [
    `REPORT RequestId: ${facts.requestId}\t`,
    `Duration: ${facts.durationMs.toFixed(2)} ms\t`,
    facts.billedMs === undefined ? "" : `Billed Duration: ${Math.ceil(facts.billedMs)} ms\t`,
    `Memory Size: ${facts.memoryMb} MB\t`,
    facts.maxMemoryMb === undefined ? "" : `Max Memory Used: ${Math.ceil(facts.maxMemoryMb)} MB\t`,
    facts.initMs === undefined ? "" : `Init Duration: ${facts.initMs.toFixed(2)} ms\t`,
    facts.restoreMs === undefined ? "" : `Restore Duration: ${facts.restoreMs.toFixed(2)} ms\t`,
    facts.status === undefined ? "" : `Status: ${facts.status}\t`,
    facts.errorType === undefined ? "" : `Error Type: ${facts.errorType}`,
  ];
  return fields.join("");
}

/** The line before an invocation's log. Without a newline. */
export function formatStartLine(requestId: string, version = "$LATEST"): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

/** The line after an invocation's log. Without a newline. */
export function formatEndLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

/**
 * The line that Lambda's text log has for an event outside of invocations; undefined where it has none, as of an init
 * without a snapshot that went well. Without a newline.
 */
export function formatPlatformLine({ type, record }: PlatformEvent): string | undefined {
  switch (type) {
    case "platform.initReport": {
      const { initializationType, phase, status, errorType, metrics } = record;
      if (status === "success" && initializationType === "on-demand") {
        return undefined;
      }
      return joined([
        `INIT_REPORT Init Duration: ${metrics.durationMs.toFixed(2)} ms`,
        `Phase: ${phase}`,
        `Status: ${status}`,
        errorType === undefined ? "" : `Error Type: ${errorType}`,
      ]);
    }
    case "platform.restoreReport": {
      const { status, errorType, metrics } = record;
      return joined([
        `RESTORE_REPORT Restore Duration: ${metrics.durationMs.toFixed(2)} ms`,
        status === "success" ? "" : `Status: ${status}`,
        errorType === undefined ? "" : `Error Type: ${errorType}`,
      ]);
    }
    case "platform.extension": {
      const { name, state, events, errorType } = record;
      return joined([
        "EXTENSION",
        `Name: ${name}`,
        `State: ${state}`,
        `Events: [${events.join(", ")}]`,
        errorType === undefined ? "" : `Error Type: ${errorType}`,
      ]);
    }
    default:
      return undefined;
  }
}

function joined(fields: readonly string[]): string {
  return fields.filter((field) => field !== "").join("\t");
}
