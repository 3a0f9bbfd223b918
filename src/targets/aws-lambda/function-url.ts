import { CreateFunctionUrlConfigCommand, GetFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import { isRefused } from "./call-errors.ts";
import type { FunctionCopy } from "./function-copy.ts";

/** Gives a function a URL that signed requests of this account reach. @throws as `Calls.make`. */
export async function functionUrl({ region, name }: FunctionCopy, signal: AbortSignal): Promise<URL> {
  const { calls, lambda } = region;
  try {
    const made = await calls.make({
      action: "lambda:CreateFunctionUrlConfig",
      kind: "control",
      signal,
      send: () =>
        lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "AWS_IAM" })),
    });
    return new URL(made.FunctionUrl ?? "");
  } catch (error) {
    if (!isRefused(error, "conflict")) {
      throw error;
    }
  }
  // The answer to an earlier try was lost.
  const found = await calls.make({
    action: "lambda:GetFunctionUrlConfig",
    kind: "control",
    signal,
    send: (abortSignal) =>
      lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: name }), { abortSignal }),
  });
  return new URL(found.FunctionUrl ?? "");
}
