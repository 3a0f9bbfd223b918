import { setTimeout as sleep } from "node:timers/promises";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { isRefused } from "./call-errors.ts";
import { type InvocationLog, type LogLine, readInvocationLog } from "./invocation-log.ts";
import { logGroupOf } from "./names.ts";
import type { Region } from "./region.ts";

/** Clocks differ, and an init stands before the invocation. */
const earlierMs = 60_000;

/** Lines are there sooner rarely, and looks are few in a second; milliseconds. */
const firstLookMs = 500;

/** Which invocation is looked for. */
export interface LogSearch {
  readonly region: Region;
  readonly functionName: string;
  readonly requestId: string;
  /** The lines of the init before it are looked for, too. */
  readonly cold: boolean;
  /** Milliseconds since 1970. */
  readonly invokedAtMs: number;
  readonly signal: AbortSignal;
}

/**
 * What CloudWatch Logs have of an invocation, which takes them seconds; undefined where its report does not come.
 * @throws as `Calls.make`.
 */
export async function findLog(search: LogSearch): Promise<InvocationLog | undefined> {
  const { region, requestId, cold, signal } = search;
  const startedMs = region.clock.nowMs();
  for (let waitMs = firstLookMs; ; waitMs = Math.min(waitMs * 2, 5000)) {
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    const found = await eventsOf(search, { filterPattern: `"${requestId}"` });
    const log = readInvocationLog(found.lines, requestId);
    if (log.report !== undefined) {
      return found.stream === undefined || !cold ? log : withInit(search, found.stream, log);
    }
    if (region.clock.nowMs() - startedMs > region.patience.logMs) {
      return undefined;
    }
  }
}

/** The lines of an init do not name the invocation that they stand before. */
async function withInit(search: LogSearch, stream: string, log: InvocationLog): Promise<InvocationLog> {
  const { lines } = await eventsOf(search, {
    logStreamNames: [stream],
    filterPattern: "?INIT_START ?INIT_REPORT ?RESTORE_START ?initStart ?initReport ?restoreStart",
  });
  const { beganCold, initStartMs, initReports } = readInvocationLog(lines, search.requestId);
  return { ...log, beganCold, initStartMs, initReports };
}

interface FoundEvents {
  readonly lines: readonly LogLine[];
  readonly stream?: string | undefined;
}

/** None where there is no log group yet. */
async function eventsOf(
  { region, functionName, invokedAtMs, signal }: LogSearch,
  filter: { readonly filterPattern: string; readonly logStreamNames?: string[] },
): Promise<FoundEvents> {
  try {
    const { events = [] } = await region.calls.make({
      action: "logs:FilterLogEvents",
      kind: "logs",
      signal,
      send: (abortSignal) =>
        region.logs.send(
          new FilterLogEventsCommand({
            logGroupName: logGroupOf(functionName),
            startTime: Math.floor(invokedAtMs - earlierMs),
            ...filter,
          }),
          { abortSignal },
        ),
    });
    const lines = events.map(({ message = "", timestamp }) => ({ text: message.trimEnd(), atMs: timestamp }));
    return { lines, stream: events[0]?.logStreamName };
  } catch (error) {
    if (isRefused(error, "missing")) {
      return { lines: [] };
    }
    throw error;
  }
}
