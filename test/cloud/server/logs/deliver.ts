import type { Context } from "../context.ts";
import type { LogEvent, LogGroup, Region } from "../state.ts";

/** Sends events of a function on their way. */
export function deliverLog(
  context: Context,
  region: Region,
  functionName: string,
  events: readonly LogEvent[],
): void {
  const dueMs = context.nowMs() + context.timing.logDelayMs;
  region.late.push({ group: `/aws/lambda/${functionName}`, dueMs, events });
  arriveLogs(context, region);
}

/** Puts what is due into its log group, which is made where there is none: even after somebody has deleted it. */
export function arriveLogs({ nowMs }: Pick<Context, "nowMs">, region: Region): void {
  const now = nowMs();
  for (const { group, events } of region.late.filter(({ dueMs }) => dueMs <= now)) {
    groupOf(region, group).events.push(...events);
  }
  region.late = region.late.filter(({ dueMs }) => dueMs > now);
}

function groupOf(region: Region, name: string): LogGroup {
  const found = region.logGroups.get(name) ?? { name, createdAt: new Date(), events: [] };
  region.logGroups.set(name, found);
  return found;
}
