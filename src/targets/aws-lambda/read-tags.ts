import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { isRefused } from "./call-errors.ts";
import type { Region } from "./region.ts";

/** The tags of a function; undefined where it is not there (any more). */
export async function readTags(
  { calls, lambda }: Region,
  name: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { Tags: tags = {} } = await calls.make({
      action: "lambda:GetFunction",
      kind: "get",
      signal,
      send: (abortSignal) => lambda.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal }),
    });
    return tags;
  } catch (error) {
    if (isRefused(error, "missing")) {
      return undefined;
    }
    throw error;
  }
}
