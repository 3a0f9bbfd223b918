import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteLayerVersionCommand } from "@aws-sdk/client-lambda";
import { UnavailableError } from "../../shared/errors.ts";
import { isRefused, RefusedCall } from "./call-errors.ts";
import { deleteFunction } from "./delete-function.ts";
import { listLayerVersions } from "./listing.ts";
import { logGroupOf } from "./names.ts";
import type { Region } from "./region.ts";
import { removeRepository } from "./repository.ts";
import type { Things } from "./things.ts";

/**
 * Removes things, each for itself: what cannot be removed holds nothing else up. A function goes before its log, which it
 * would make again; `beforeLogs` waits until no more lines are on their way. @returns why some could not be.
 */
export async function removeThings(
  region: Region,
  { functions, layers, logs, repositories }: Things,
  signal: AbortSignal,
  beforeLogs: () => Promise<void> = async () => {},
): Promise<readonly string[]> {
  const reasons = new Set<string>();
  const attempt = (removal: Promise<void>) =>
    removal.catch((error: unknown) => {
      reasons.add(reasonOf(error));
    });
  const gone = new Map(
    functions.map((name) => [name, attempt(deleteFunction(region, name, undefined, signal))]),
  );
  const removeLogLast = async (name: string) => {
    await gone.get(name);
    await beforeLogs();
    await removeLog(region, name, signal);
  };
  await Promise.all([
    ...gone.values(),
    ...layers.map((name) => attempt(removeLayer(region, name, signal))),
    ...logs.map((name) => attempt(removeLogLast(name))),
    ...repositories.map((name) => attempt(removeRepository(region, name, signal))),
  ]);
  return [...reasons];
}

/** Nothing but what is told in such errors may be told. */
function reasonOf(error: unknown): string {
  if (error instanceof UnavailableError || error instanceof RefusedCall) {
    return error.message;
  }
  throw error;
}

/** All versions of a layer, which with its last version is gone itself. */
async function removeLayer(region: Region, name: string, signal: AbortSignal): Promise<void> {
  const { calls, lambda } = region;
  for (const { number } of await listLayerVersions(region, name, signal)) {
    await calls.make({
      action: "lambda:DeleteLayerVersion",
      kind: "control",
      signal,
      send: (abortSignal) =>
        lambda.send(new DeleteLayerVersionCommand({ LayerName: name, VersionNumber: number }), {
          abortSignal,
        }),
    });
  }
}

/** The log group of a function; one that is not there is no error. @throws as `Calls.make`. */
export async function removeLog(
  { calls, logs }: Region,
  functionName: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await calls.make({
      action: "logs:DeleteLogGroup",
      kind: "logGroups",
      signal,
      send: (abortSignal) =>
        logs.send(new DeleteLogGroupCommand({ logGroupName: logGroupOf(functionName) }), { abortSignal }),
    });
  } catch (error) {
    if (!isRefused(error, "missing")) {
      throw error;
    }
  }
}
