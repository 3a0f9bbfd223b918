import { ListTagsCommand } from "@aws-sdk/client-lambda";
import { isRefused } from "./call-errors.ts";
import type { Region } from "./region.ts";

/** The tags of a function, by its ARN; undefined where it is not there (any more). @throws as `Calls.make`. */
export async function readTags(
  { calls, lambda }: Region,
  arn: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { Tags: tags = {} } = await calls.make({
      action: "lambda:ListTags",
      kind: "control",
      signal,
      send: (abortSignal) => lambda.send(new ListTagsCommand({ Resource: arn }), { abortSignal }),
    });
    return tags;
  } catch (error) {
    if (isRefused(error, "missing")) {
      return undefined;
    }
    throw error;
  }
}
