import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
} from "@aws-sdk/client-lambda";
import { PreparationError } from "../../shared/errors.ts";
import { isRefused, RefusedCall } from "./call-errors.ts";
import { deleteFunction } from "./delete-function.ts";
import { type FunctionParts, functionInput } from "./function-input.ts";
import type { Made } from "./made.ts";
import { tagKeys } from "./names.ts";
import type { Region } from "./region.ts";

/** How long AWS may take to know a role that was made just now, in milliseconds. */
const roleMs = 20_000;

/**
 * Makes a function. One of this name that this run made before, as one that was killed and goes on did, is replaced; so is
 * one whose making was told by no answer. Where what is made is to be kept, one that was made with the same is taken as it is.
 * @throws PreparationError when AWS does not take it.
 */
export async function createFunction(
  region: Region,
  made: Made,
  parts: FunctionParts,
  name: string,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const kept =
    parts.tags[tagKeys.digest] === undefined ? undefined : await findKept(region, parts, name, signal);
  if (kept !== undefined) {
    made.functions.add(name);
    return kept;
  }
  const startedMs = region.clock.nowMs();
  for (;;) {
    made.functions.add(name);
    try {
      return await made.making(() => sendCreate(region, parts, name, signal));
    } catch (error) {
      if (isRefused(error, "conflict")) {
        // Until it is known whose it is, it is nobody's to remove.
        made.functions.delete(name);
        await removeOwn(region, parts, name, signal);
      } else if (awaitsRole(error) && region.clock.nowMs() - startedMs < roleMs) {
        await sleep(1000, undefined, { signal }).catch(() => signal.throwIfAborted());
      } else {
        throw refusalOf(error);
      }
    }
  }
}

async function findKept(
  region: Region,
  { tags }: FunctionParts,
  name: string,
  signal: AbortSignal,
): Promise<FunctionConfiguration | undefined> {
  const found = await findByName(region, name, signal);
  const isSame = [tagKeys.run, tagKeys.digest].every((key) => found?.tags[key] === tags[key]);
  return isSame ? found?.configuration : undefined;
}

function sendCreate(
  { calls, lambda }: Region,
  parts: FunctionParts,
  name: string,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  return calls.make({
    action: "lambda:CreateFunction",
    kind: "control",
    signal,
    secrets: Object.values(parts.variant.environment),
    // Not given up under way: what may have been made has to be known before it is removed.
    send: () => lambda.send(new CreateFunctionCommand(functionInput(parts, name))),
  });
}

/** Removes a function of this name if it is this run's. @throws PreparationError for anybody else's. */
async function removeOwn(
  region: Region,
  { tags }: FunctionParts,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await findByName(region, name, signal);
  if (found !== undefined && found.tags[tagKeys.run] !== tags[tagKeys.run]) {
    throw new PreparationError(`${name}: expected no function of this name, got one that is not this run's`);
  }
  await deleteFunction(region, name, undefined, signal);
}

interface FoundFunction {
  readonly configuration: FunctionConfiguration;
  readonly tags: Readonly<Record<string, string>>;
}

/** GetFunction tells tags to whom may list them. Undefined where there is no such function (any more). */
async function findByName(
  { calls, lambda }: Region,
  name: string,
  signal: AbortSignal,
): Promise<FoundFunction | undefined> {
  try {
    const { Configuration: configuration = {}, Tags: tags = {} } = await calls.make({
      action: "lambda:GetFunction",
      kind: "get",
      signal,
      send: (abortSignal) => lambda.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal }),
    });
    return { configuration, tags };
  } catch (error) {
    if (isRefused(error, "missing")) {
      return undefined;
    }
    throw error;
  }
}

function awaitsRole(error: unknown): boolean {
  return isRefused(error, "refused") && /role .*cannot be assumed/i.test(error.message);
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof RefusedCall)) {
    return error;
  }
  const hint = awaitsRole(error)
    ? "the function's role must exist and trust lambda.amazonaws.com: name it with THAW_LAMBDA_ROLE"
    : undefined;
  return new PreparationError(error.message, hint);
}
