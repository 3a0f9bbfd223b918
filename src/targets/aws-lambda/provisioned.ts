import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { TargetError } from "../../shared/errors.ts";
import { isRefused } from "./call-errors.ts";
import type { FunctionCopy } from "./function-copy.ts";
import { StuckError } from "./function-state.ts";

/**
 * Initialises environments of a version ahead, and waits until they are ready. `onAsked` is called before each attempt to ask for them.
 * @throws as `FunctionCopy.change`.
 */
export async function provision(
  copy: FunctionCopy,
  version: string,
  count: number,
  signal: AbortSignal,
  onAsked: () => void,
): Promise<void> {
  const { calls, lambda, clock, patience } = copy.region;
  const place = { FunctionName: copy.name, Qualifier: version };
  await calls.make({
    action: "lambda:PutProvisionedConcurrencyConfig",
    kind: "control",
    signal,
    send: () => {
      onAsked();
      return lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...place, ProvisionedConcurrentExecutions: count }),
      );
    },
  });
  const startedMs = clock.nowMs();
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5000)) {
    const { Status: status, StatusReason: reason } = await calls.make({
      action: "lambda:GetProvisionedConcurrencyConfig",
      kind: "control",
      signal,
      send: (abortSignal) => lambda.send(new GetProvisionedConcurrencyConfigCommand(place), { abortSignal }),
    });
    if (status === "READY") {
      return;
    }
    if (status === "FAILED") {
      throw new TargetError(`${copy.name}: expected provisioned environments, got ${reason}`);
    }
    if (clock.nowMs() - startedMs > patience.snapshotMs) {
      throw new StuckError(`${copy.name}: its provisioned environments are ${status} for too long`);
    }
    await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** They are paid for as long as they stand. Those that are not there are no error. @throws as `Calls.make`. */
export async function unprovision(copy: FunctionCopy, version: string, signal: AbortSignal): Promise<void> {
  const { calls, lambda } = copy.region;
  const place = { FunctionName: copy.name, Qualifier: version };
  try {
    await calls.make({
      action: "lambda:DeleteProvisionedConcurrencyConfig",
      kind: "control",
      signal,
      send: (abortSignal) =>
        lambda.send(new DeleteProvisionedConcurrencyConfigCommand(place), { abortSignal }),
    });
  } catch (error) {
    if (!isRefused(error, "missing")) {
      throw error;
    }
  }
}
