import { type Belonging, keptOwner, usualLifeMs } from "./belonging.ts";
import { runNameOf } from "./names.ts";

/** Which of what stands in a region is meant. */
export interface CleanUp {
  /** Only what was made longer ago: of runs then also what has not expired yet, whoever its owner is. */
  readonly olderThanMs?: number | undefined;
  /** Also what was made to stay and has not expired yet. */
  readonly deployed?: boolean | undefined;
  /** Lists it and removes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Only what this run made, whatever else is known of it. */
  readonly runId?: string | undefined;
  /** Whether the process of such a name may live; absent: none does. */
  readonly mayLive?: ((owner: string) => boolean) | undefined;
}

/** `left`: to be removed. `living`: of a run that may be under way, or too young. `deployed`: made to stay. */
export type Fate = "left" | "living" | "deployed";

/** What is to become of what a run made; `run` as names carry it, `belonging` as far as it is known. */
export function whatBecomesOf(
  run: string,
  belonging: Belonging | undefined,
  { olderThanMs, deployed = false, runId, mayLive = () => false }: CleanUp,
  nowMs: number,
): Fate {
  const isKept = belonging?.owner === keptOwner;
  const spared = isKept ? "deployed" : "living";
  if (runId !== undefined) {
    return run.toLowerCase() === runNameOf(runId).toLowerCase() ? "left" : spared;
  }
  if (olderThanMs !== undefined && nowMs - madeAtMs(run, belonging) < olderThanMs) {
    return spared;
  }
  if (belonging === undefined || Date.parse(belonging.expiry) <= nowMs) {
    return "left";
  }
  const isMeant = isKept ? deployed : olderThanMs !== undefined || !mayLive(belonging.owner);
  return isMeant ? "left" : spared;
}

/**
 * Milliseconds since 1970 at which it began, by a run's name `2026-11-23T19-20-11Z-a1b2`; of what was made to stay, whose name has no time,
 * by when it expires. 0 where neither is known.
 */
function madeAtMs(run: string, belonging: Belonging | undefined): number {
  const [, date, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z/i.exec(run) ?? [];
  if (date !== undefined) {
    return Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  }
  return belonging === undefined ? 0 : Date.parse(belonging.expiry) - usualLifeMs;
}
