import { z } from "zod";
import { invalid } from "../aws-error.ts";
import type { Asked, Handler } from "../handler.ts";
import { json, noContent } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { StoredFunction } from "../state.ts";
import { findFunction } from "./find.ts";
import { parseInput } from "./settings.ts";

const tagInput = z.object({ Tags: z.record(z.string(), z.string()) });

/** GET /2017-03-31/tags/{arn} */
export const listTags: Handler = (asked) => json({ Tags: Object.fromEntries(taggedFunction(asked).tags) });

/** POST /2017-03-31/tags/{arn} */
export const tagResource: Handler = (asked) => {
  const fn = taggedFunction(asked);
  for (const [key, value] of Object.entries(parseInput(tagInput, jsonOf(asked.request)).Tags)) {
    fn.tags.set(key, value);
  }
  return noContent;
};

/** Layers cannot be tagged. @throws AwsError */
function taggedFunction({ context, region, params: [arn = ""] }: Asked): StoredFunction {
  if (!/^arn:aws:lambda:[^:]+:\d{12}:function:[^:]+$/.test(arn)) {
    throw invalid(`Tags on this resource are not supported: ${arn}`);
  }
  return findFunction(context, region, arn).fn;
}
