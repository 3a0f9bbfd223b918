import { setTimeout as sleep } from "node:timers/promises";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { isRefused } from "./call-errors.ts";
import type { Region } from "./region.ts";

/** How long an update that is under way holds a removal up at most, in milliseconds. */
const conflictMs = 60_000;

/**
 * Deletes a function with all of its versions, or one version. One that is not there is no error.
 * @throws as `Calls.make`.
 */
export async function deleteFunction(
  { calls, lambda, clock }: Region,
  name: string,
  version: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = clock.nowMs();
  for (;;) {
    try {
      await calls.make({
        action: "lambda:DeleteFunction",
        kind: "control",
        signal,
        send: (abortSignal) =>
          lambda.send(
            new DeleteFunctionCommand({
              FunctionName: name,
              ...(version === undefined ? {} : { Qualifier: version }),
            }),
            { abortSignal },
          ),
      });
      return;
    } catch (error) {
      if (isRefused(error, "missing")) {
        return;
      }
      if (!isRefused(error, "conflict") || clock.nowMs() - startedMs > conflictMs) {
        throw error;
      }
      await sleep(500, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
