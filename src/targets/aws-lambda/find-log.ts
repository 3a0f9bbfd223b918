import { setTimeout as sleep } from "node:timers/promises";
import {
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { isRefused } from "./call-errors.ts";
import { type InvocationLog, readInvocationLog } from "./invocation-log.ts";
import { logGroupOf } from "./names.ts";
import type { LogLine } from "./platform-lines.ts";
import type { Region } from "./region.ts";

/** Clocks differ, and an init stands before the invocation. */
const earlierMs = 60_000;

/** A function that writes more than fits is looked for again: what is sought stands at the end, and pages are calls. */
const maxPages = 50;

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
  const { region, requestId, cold, invokedAtMs, signal } = search;
  const startTime = Math.floor(invokedAtMs - earlierMs);
  const startedMs = region.clock.nowMs();
  for (let waitMs = firstLookMs; ; waitMs = Math.min(waitMs * 2, 5000)) {
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    const found = await eventsOf(search, { filterPattern: `"${requestId}"`, startTime });
    const log = readInvocationLog(found.lines, requestId);
    if (log.report !== undefined) {
      return found.stream === undefined || !cold ? log : await withInit(search, found.stream, found.lines);
    }
    if (region.clock.nowMs() - startedMs > region.patience.logMs) {
      return undefined;
    }
  }
}

/**
 * The lines of an init do not name the invocation that they stand before, and may be hours older: they are looked for in all of the
 * stream, which is the environment's own.
 */
async function withInit(
  search: LogSearch,
  stream: string,
  lines: readonly LogLine[],
): Promise<InvocationLog> {
  const inits = await eventsOf(search, { logStreamNames: [stream], filterPattern: initLines });
  return readInvocationLog([...inits.lines, ...lines], search.requestId);
}

const initLines =
  "?INIT_START ?INIT_REPORT ?RESTORE_START ?RESTORE_REPORT ?initStart ?initRuntimeDone ?initReport ?restoreStart ?restoreRuntimeDone ?restoreReport";

interface FoundEvents {
  readonly lines: readonly LogLine[];
  readonly stream?: string | undefined;
}

type Filter = Pick<FilterLogEventsCommandInput, "filterPattern" | "logStreamNames" | "startTime">;

/** Page by page, as a page may hold few events or none, and others follow. None where there is no log group yet. */
async function eventsOf(search: LogSearch, filter: Filter): Promise<FoundEvents> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  try {
    for (let page = 0; page < maxPages; page++) {
      const answer = await pageOf(search, { ...filter, ...(nextToken === undefined ? {} : { nextToken }) });
      events.push(...(answer.events ?? []));
      nextToken = answer.nextToken;
      if (nextToken === undefined) {
        break;
      }
    }
  } catch (error) {
    if (!isRefused(error, "missing")) {
      throw error;
    }
  }
  const lines = events.map(({ message = "", timestamp }) => ({ text: message.trimEnd(), atMs: timestamp }));
  return { lines, stream: events[0]?.logStreamName };
}

function pageOf(
  { region, functionName, signal }: LogSearch,
  filter: Filter & { readonly nextToken?: string },
): Promise<FilterLogEventsCommandOutput> {
  const input = { logGroupName: logGroupOf(functionName), ...filter };
  return region.calls.make({
    action: "logs:FilterLogEvents",
    kind: "logs",
    signal,
    send: (abortSignal) => region.logs.send(new FilterLogEventsCommand(input), { abortSignal }),
  });
}
