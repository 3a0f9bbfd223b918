import { GetAccountSettingsCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { RefusedCall } from "./call-errors.ts";
import type { Calls } from "./calls.ts";

/** What a new account has at least. */
const fewest = 10;

/**
 * Environments that the account may have at work at once, beside what is reserved for single functions.
 * `standsIn`: what answers is not AWS, and need not know. @throws as `Calls.make`.
 */
export async function accountConcurrency(
  calls: Calls,
  lambda: LambdaClient,
  standsIn: () => boolean,
  signal: AbortSignal,
): Promise<number> {
  try {
    const { AccountLimit: limit } = await calls.make({
      action: "lambda:GetAccountSettings",
      kind: "control",
      signal,
      send: (abortSignal) => lambda.send(new GetAccountSettingsCommand({}), { abortSignal }),
    });
    return limit?.UnreservedConcurrentExecutions ?? fewest;
  } catch (error) {
    if (standsIn() && error instanceof RefusedCall) {
      return fewest;
    }
    throw error;
  }
}
