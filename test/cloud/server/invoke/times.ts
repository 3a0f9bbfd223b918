import type { CompleteRun } from "../options.ts";
import type { Deployed, Environment } from "../state.ts";

/** What a REPORT line says, and what passes before an invocation begins; milliseconds. */
export interface Times {
  readonly initMs?: number | undefined;
  readonly restoreMs?: number | undefined;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly billedRestoreMs?: number | undefined;
  /** Init or restore, as far as somebody waits for it. */
  readonly beforeMs: number;
}

/** Lambda bills init with the duration, rounded up once; of a restore a part, rounded up apart. */
export function timesOf(
  run: CompleteRun,
  { settings }: Deployed,
  { birth, invocationCount, mustInitAgain }: Environment,
): Times {
  const durationMs = durationOf(run, 1000 * settings.timeoutSeconds, mustInitAgain);
  if (invocationCount > 0 || run.outcome === "init-error") {
    return { durationMs, billedMs: Math.ceil(durationMs), beforeMs: 0 };
  }
  if (birth === "restore") {
    const restoreMs = rounded(run.restoreMs);
    const billedRestoreMs = Math.ceil(restoreMs / 5);
    const billedMs = Math.ceil(durationMs) + billedRestoreMs;
    return { restoreMs, billedRestoreMs, durationMs, billedMs, beforeMs: restoreMs };
  }
  const initMs = rounded(run.initMs);
  const billedMs = Math.ceil(rounded(durationMs + initMs));
  return { initMs, durationMs, billedMs, beforeMs: birth === "on-demand" ? initMs : 0 };
}

/** After a reset, and after an init that failed, the runtime is initialised within the invocation. */
function durationOf(run: CompleteRun, timeoutMs: number, mustInitAgain: boolean): number {
  const again = mustInitAgain || run.outcome === "init-error" ? run.initMs : 0;
  return run.outcome === "timeout" ? timeoutMs : rounded(Math.min(run.durationMs + again, timeoutMs));
}

/** REPORT lines have two decimals. */
function rounded(ms: number): number {
  return Math.round(100 * ms) / 100;
}
