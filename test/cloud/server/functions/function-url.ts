import { createHash } from "node:crypto";
import { z } from "zod";
import { conflict, notFound } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { Asked, Handler } from "../handler.ts";
import { json, noContent } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { StoredFunction } from "../state.ts";
import { findFunction } from "./find.ts";
import { parseInput } from "./settings.ts";

const urlInput = z.object({
  AuthType: z.enum(["NONE", "AWS_IAM"]),
  InvokeMode: z.enum(["BUFFERED", "RESPONSE_STREAM"]).default("BUFFERED"),
});

/** POST /2021-10-31/functions/{name}/url */
export const createFunctionUrlConfig: Handler = (asked) => {
  const { AuthType } = parseInput(urlInput, jsonOf(asked.request));
  const fn = functionOf(asked);
  if (fn.url !== undefined) {
    throw conflict(
      `Failed to create function url config for [functionArn = ${fn.arn}]. Error message: FunctionUrlConfig exists for this Lambda function`,
    );
  }
  fn.url = { id: createHash("sha256").update(fn.arn).digest("hex").slice(0, 32), authType: AuthType };
  return json(urlOf(asked.context, fn), 201);
};

/** GET /2021-10-31/functions/{name}/url */
export const getFunctionUrlConfig: Handler = (asked) => json(urlOf(asked.context, functionOf(asked)));

/** DELETE /2021-10-31/functions/{name}/url */
export const deleteFunctionUrlConfig: Handler = (asked) => {
  const fn = functionOf(asked);
  urlOf(asked.context, fn);
  fn.url = undefined;
  return noContent;
};

function functionOf({ context, region, request, params }: Asked): StoredFunction {
  return findFunction(context, region, params[0] ?? "", request.query.get("Qualifier")).fn;
}

/** @throws AwsError where there is none */
function urlOf({ endpoint }: Context, { url, arn }: StoredFunction) {
  if (url === undefined) {
    throw notFound("The resource you requested does not exist.");
  }
  return {
    FunctionUrl: `${endpoint}/lambda-url/${url.id}/`,
    FunctionArn: arn,
    AuthType: url.authType,
    CreationTime: new Date().toISOString(),
    InvokeMode: "BUFFERED",
  };
}
