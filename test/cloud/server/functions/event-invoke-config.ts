import { z } from "zod";
import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import { findFunction } from "./find.ts";
import { parseInput } from "./settings.ts";

const eventInvokeInput = z.object({
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
});

/** PUT /2019-09-25/functions/{name}/event-invoke-config: of `$LATEST`, or of the version that is named, and of no other. */
export const putFunctionEventInvokeConfig: Handler = ({ context, region, request, params }) => {
  const input = parseInput(eventInvokeInput, jsonOf(request));
  const { fn, deployed } = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  if (input.MaximumRetryAttempts !== undefined) {
    fn.maxRetries.set(deployed.version, input.MaximumRetryAttempts);
  }
  return json({ ...input, FunctionArn: `${fn.arn}:${deployed.version}`, LastModified: Date.now() / 1000 });
};
