import type { EnvironmentParts } from "./parts.ts";
import type { ResourceUse } from "./sandbox.ts";

/** What the memory limit did, for the message of a failed sample: Lambda's own words only say that a process was killed. */
export function memoryWords({ memoryMb }: Pick<EnvironmentParts, "memoryMb">, used: ResourceUse): string {
  const { peakWithCacheMb, maxMemoryMb } = used;
  const peakMb = peakWithCacheMb ?? maxMemoryMb;
  const peak = peakMb === undefined ? "" : `, the peak was ${peakMb.toFixed(1)} MB`;
  return `the memory limit is ${memoryMb} MB${peak}`;
}

/**
 * What the memory limit did to processes that the function has started itself, between two readings; undefined where it did
 * nothing. Their end is theirs: the runtime lives on and answers as it will.
 */
export function killedChildren(
  parts: Pick<EnvironmentParts, "memoryMb">,
  before: ResourceUse,
  used: ResourceUse,
): string | undefined {
  const count = (used.outOfMemoryKills ?? 0) - (before.outOfMemoryKills ?? 0);
  return count <= 0
    ? undefined
    : `memory ran out and ended ${count} of its processes: ${memoryWords(parts, used)}`;
}
