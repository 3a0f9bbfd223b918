import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import type { Asked, Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { LogEvent, LogGroup } from "../state.ts";
import { arriveLogs } from "./deliver.ts";
import { matcherOf } from "./filter-pattern.ts";

const describeInput = z.object({
  logGroupNamePrefix: z.string().optional(),
  limit: z.int().max(50).default(50),
  nextToken: z.string().default("0"),
});

const filterInput = z.object({
  logGroupName: z.string(),
  logStreamNames: z.array(z.string()).optional(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  filterPattern: z.string().default(""),
  limit: z.int().max(10_000).default(10_000),
  nextToken: z.string().default("0"),
});

const deleteInput = z.object({ logGroupName: z.string() });

export const describeLogGroups: Handler = (asked) => {
  const { logGroupNamePrefix = "", limit, nextToken } = parse(describeInput, asked);
  const groups = [...groupsOf(asked).values()].filter(({ name }) => name.startsWith(logGroupNamePrefix));
  const { items, ...next } = pageOf(groups, nextToken, limit);
  return json({
    logGroups: items.map(({ name, createdAt, events }) => ({
      logGroupName: name,
      arn: arnOf(asked, name),
      creationTime: createdAt.getTime(),
      storedBytes: events.reduce((sum, { message }) => sum + message.length, 0),
    })),
    ...next,
  });
};

export const filterLogEvents: Handler = (asked) => {
  const input = parse(filterInput, asked);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, logStreamNames } = input;
  const matches = matcherOf(input.filterPattern);
  const isFound = ({ timestamp, logStreamName, message }: LogEvent) =>
    timestamp >= startTime &&
    timestamp <= endTime &&
    (logStreamNames?.includes(logStreamName) ?? true) &&
    matches(message);
  const { logPageEvents } = asked.context.options;
  // A page ends where enough was looked at, or found; what follows may hold all that is sought.
  const all = groupOf(asked, input.logGroupName).events;
  const { items: looked, ...next } = pageOf(all, input.nextToken, logPageEvents);
  const found = looked.filter(isFound);
  const items = found.slice(0, input.limit);
  const cut = found[input.limit - 1];
  const more =
    found.length > items.length && cut !== undefined ? { nextToken: String(all.indexOf(cut) + 1) } : next;
  const events = items.map((event, index) => ({
    ...event,
    ingestionTime: event.timestamp,
    eventId: `${event.timestamp}-${input.nextToken}-${index}`,
  }));
  return json({ events, searchedLogStreams: [], ...more });
};

export const deleteLogGroup: Handler = (asked) => {
  const { logGroupName } = parse(deleteInput, asked);
  groupsOf(asked).delete(groupOf(asked, logGroupName).name);
  return { status: 200, raw: "" };
};

/** @throws AwsError */
function parse<T>(schema: z.ZodType<T>, { request }: Asked): T {
  const parsed = schema.safeParse(jsonOf(request));
  if (!parsed.success) {
    throw new AwsError(400, "InvalidParameterException", z.prettifyError(parsed.error));
  }
  return parsed.data;
}

function groupsOf({ context, region }: Asked): Map<string, LogGroup> {
  arriveLogs(context, region);
  return region.logGroups;
}

/** @throws AwsError where there is no such group */
function groupOf(asked: Asked, name: string): LogGroup {
  const group = groupsOf(asked).get(name);
  if (group === undefined) {
    throw new AwsError(400, "ResourceNotFoundException", "The specified log group does not exist.");
  }
  return group;
}

function arnOf({ context, region }: Asked, name: string): string {
  return `arn:aws:logs:${region.name}:${context.options.accountId}:log-group:${name}:*`;
}

function pageOf<T>(items: readonly T[], token: string, limit: number) {
  const begin = Number(token);
  const end = begin + limit;
  return { items: items.slice(begin, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}
