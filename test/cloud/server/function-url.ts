import { z } from "zod";
import { AwsError } from "./aws-error.ts";
import type { Context } from "./context.ts";
import { effective } from "./functions/deployed.ts";
import type { Asked, Handler } from "./handler.ts";
import { runFunction } from "./invoke/run-function.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Route } from "./routes.ts";
import type { Region, StoredFunction } from "./state.ts";

const prefix = "/lambda-url/";

/** The way of a request to a function URL, and the region that the function is in; undefined for any other request. */
export function urlRoute(
  context: Context,
  { path }: Request,
): (Route & { readonly region: string }) | undefined {
  if (!path.startsWith(prefix)) {
    return undefined;
  }
  const [id = ""] = path.slice(prefix.length).split("/");
  const { region, fn } = functionOf(context, id);
  const handler: Handler = (asked) => answerUrl(asked, fn);
  return { action: "lambda:InvokeFunctionUrl", handler, params: [fn.name], region: region.name };
}

/** What Lambda answers for a function that failed, and for an answer that is none of HTTP. */
const badGateway: Reply = {
  status: 502,
  headers: { "content-type": "application/json" },
  raw: "Internal Server Error",
};

/** Invokes a function with an event of payload format 2.0. @throws AwsError */
async function answerUrl({ context, region, request, requestId }: Asked, fn: StoredFunction): Promise<Reply> {
  if (fn.url?.authType === "AWS_IAM" && request.service !== "lambda") {
    throw new AwsError(403, "AccessDeniedException", "Forbidden");
  }
  const path = request.path.slice(prefix.length).replace(/^[^/]*/, "");
  const ran = await runFunction(context, {
    region,
    fn,
    deployed: effective(fn.latest, context.nowMs()),
    payload: Buffer.from(JSON.stringify(eventOf(request, path, requestId))),
    requestId,
    kind: "url",
  });
  return ran.error === undefined ? replyOf(ran.body) : badGateway;
}

/** @throws AwsError where no function has this URL */
function functionOf(context: Context, id: string): { region: Region; fn: StoredFunction } {
  for (const region of context.regions.values()) {
    for (const fn of region.functions.values()) {
      if (fn.url?.id === id) {
        return { region, fn };
      }
    }
  }
  throw new AwsError(404, "ResourceNotFoundException", "Not Found");
}

function eventOf({ method, headers, query, body }: Request, path: string, requestId: string) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query.toString(),
    headers,
    requestContext: { http: { method, path }, requestId, routeKey: "$default", stage: "$default" },
    ...(body.length === 0 ? {} : { body: body.toString() }),
    isBase64Encoded: false,
  };
}

/** An answer with a status is one of HTTP; anything else is the body of one. */
function replyOf(body: string): Reply {
  const answer = parsed(body);
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer)) {
    return { status: 200, headers: { "content-type": "application/json" }, raw: body };
  }
  const parsedAnswer = httpAnswer.safeParse(answer);
  if (!parsedAnswer.success) {
    return badGateway;
  }
  const { statusCode, headers, body: raw } = parsedAnswer.data;
  return { status: statusCode, headers: { "content-type": "application/json", ...headers }, raw };
}

const httpAnswer = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
