import { ListTagsForResourceCommand } from "@aws-sdk/client-ecr";
import { isRefused } from "./call-errors.ts";
import type { Region } from "./region.ts";

/** The tags of a repository, by its ARN; undefined where it is not there (any more). @throws as `Calls.make`. */
export async function readRepositoryTags(
  { calls, ecr }: Region,
  arn: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { tags = [] } = await calls.make({
      action: "ecr:ListTagsForResource",
      kind: "other",
      signal,
      send: (abortSignal) => ecr.send(new ListTagsForResourceCommand({ resourceArn: arn }), { abortSignal }),
    });
    return Object.fromEntries(tags.map(({ Key: key = "", Value: value = "" }) => [key, value]));
  } catch (error) {
    if (isRefused(error, "missing")) {
      return undefined;
    }
    throw error;
  }
}
