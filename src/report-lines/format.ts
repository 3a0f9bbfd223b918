/** What a REPORT line says of one invocation. */
export interface ReportFacts {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  /** Left out where the sandbox does not tell. */
  readonly maxMemoryMb?: number | undefined;
  /** Only of an environment's first invocation. */
  readonly initMs?: number | undefined;
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
    `Billed Duration: ${Math.ceil(facts.billedMs)} ms\t`,
    `Memory Size: ${facts.memoryMb} MB\t`,
    facts.maxMemoryMb === undefined ? "" : `Max Memory Used: ${Math.ceil(facts.maxMemoryMb)} MB\t`,
    facts.initMs === undefined ? "" : `Init Duration: ${facts.initMs.toFixed(2)} ms\t`,
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
