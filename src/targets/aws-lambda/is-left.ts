import { type Belonging, keptOwner } from "./belonging.ts";
import { runNameOf } from "./names.ts";

/** Which of what stands in a region is meant. */
export interface CleanUp {
  /** Only what was made longer ago: then also what has not expired yet, whoever its owner is. */
  readonly olderThanMs?: number | undefined;
  /** Lists it and removes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Only what this run made, whatever else is known of it. */
  readonly runId?: string | undefined;
  /** Whether the process of such a name may live; absent: none does. */
  readonly mayLive?: ((owner: string) => boolean) | undefined;
}

/** Whether what a run made is to be removed; `run` as names carry it, `belonging` as far as it is known. */
export function isLeft(
  run: string,
  belonging: Belonging | undefined,
  { olderThanMs, runId, mayLive = () => false }: CleanUp,
  nowMs: number,
): boolean {
  if (runId !== undefined) {
    return run.toLowerCase() === runNameOf(runId).toLowerCase();
  }
  if (olderThanMs !== undefined) {
    return nowMs - (startOf(run) ?? 0) >= olderThanMs;
  }
  if (belonging === undefined || Date.parse(belonging.expiry) <= nowMs) {
    return true;
  }
  return belonging.owner !== keptOwner && !mayLive(belonging.owner);
}

/** When a run began, by its name `2026-11-23T19-20-11Z-a1b2`; milliseconds since 1970. */
function startOf(run: string): number | undefined {
  const [, date, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z/i.exec(run) ?? [];
  return date === undefined ? undefined : Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
}
