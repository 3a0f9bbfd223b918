import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListFunctionsCommand, ListLayersCommand, ListLayerVersionsCommand } from "@aws-sdk/client-lambda";
import { logGroupOf } from "./names.ts";
import type { Region } from "./region.ts";

/** A layer, with what its latest version says of whose it is. */
export interface ListedLayer {
  readonly name: string;
  readonly note: string;
}

/** Name → ARN of every function whose name begins so, without tags. AWS lists all there are, fifty at a time. @throws as `Calls.make`. */
export async function listFunctions(
  { calls, lambda }: Region,
  prefix: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let marker: string | undefined;
  do {
    const Marker = marker;
    const page = await calls.make({
      action: "lambda:ListFunctions",
      kind: "control",
      signal,
      send: (abortSignal) =>
        lambda.send(new ListFunctionsCommand(Marker === undefined ? {} : { Marker }), { abortSignal }),
    });
    for (const { FunctionName: name = "", FunctionArn: arn = "" } of page.Functions ?? []) {
      if (name.startsWith(prefix)) {
        found.set(name, arn);
      }
    }
    marker = page.NextMarker;
  } while (marker);
  return found;
}

/** Every layer whose name begins so. @throws as `Calls.make`. */
export async function listLayers(
  { calls, lambda }: Region,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly ListedLayer[]> {
  const found: ListedLayer[] = [];
  let marker: string | undefined;
  do {
    const Marker = marker;
    const page = await calls.make({
      action: "lambda:ListLayers",
      kind: "control",
      signal,
      send: (abortSignal) =>
        lambda.send(new ListLayersCommand(Marker === undefined ? {} : { Marker }), { abortSignal }),
    });
    for (const { LayerName: name = "", LatestMatchingVersion: latest } of page.Layers ?? []) {
      if (name.startsWith(prefix)) {
        found.push({ name, note: latest?.Description ?? "" });
      }
    }
    marker = page.NextMarker;
  } while (marker);
  return found;
}

/** A version of a layer. */
export interface ListedVersion {
  readonly number: number;
  readonly arn: string;
}

/** A layer's versions, the latest first; none of a layer that is not there. @throws as `Calls.make`. */
export async function listLayerVersions(
  { calls, lambda }: Region,
  name: string,
  signal: AbortSignal,
): Promise<readonly ListedVersion[]> {
  const found: ListedVersion[] = [];
  let marker: string | undefined;
  do {
    const Marker = marker;
    const page = await calls.make({
      action: "lambda:ListLayerVersions",
      kind: "control",
      signal,
      send: (abortSignal) =>
        lambda.send(
          new ListLayerVersionsCommand({ LayerName: name, ...(Marker === undefined ? {} : { Marker }) }),
          { abortSignal },
        ),
    });
    for (const { Version: number, LayerVersionArn: arn = "" } of page.LayerVersions ?? []) {
      if (number !== undefined) {
        found.push({ number, arn });
      }
    }
    marker = page.NextMarker;
  } while (marker);
  return found;
}

/** The functions whose log groups there are, of those whose name begins so. @throws as `Calls.make`. */
export async function listLogs(
  { calls, logs }: Region,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  const logGroupNamePrefix = logGroupOf(prefix);
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const page = await calls.make({
      action: "logs:DescribeLogGroups",
      kind: "logGroups",
      signal,
      send: (abortSignal) =>
        logs.send(
          new DescribeLogGroupsCommand({
            logGroupNamePrefix,
            ...(token === undefined ? {} : { nextToken: token }),
          }),
          { abortSignal },
        ),
    });
    for (const { logGroupName = "" } of page.logGroups ?? []) {
      found.push(logGroupName.slice(logGroupOf("").length));
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}
