import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import type { FunctionCopy } from "./function-copy.ts";

/**
 * Lambda tries an event of a failed function twice more: here it shall not. What is set without a version holds for `$LATEST` alone.
 * Source: AWS Lambda API reference, PutFunctionEventInvokeConfig. @throws as `Calls.make`.
 */
export async function withoutRetries(
  { region, name }: FunctionCopy,
  version: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { calls, lambda } = region;
  const input = {
    FunctionName: name,
    MaximumRetryAttempts: 0,
    ...(version === undefined ? {} : { Qualifier: version }),
  };
  await calls.make({
    action: "lambda:PutFunctionEventInvokeConfig",
    kind: "control",
    signal,
    send: (abortSignal) => lambda.send(new PutFunctionEventInvokeConfigCommand(input), { abortSignal }),
  });
}
