import { AwsError } from "./aws-error.ts";
import type { Context } from "./context.ts";
import { effective } from "./functions/deployed.ts";
import { runFunction } from "./invoke/run-function.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Region, StoredFunction } from "./state.ts";

const prefix = "/lambda-url/";

export function isFunctionUrl({ path }: Request): boolean {
  return path.startsWith(prefix);
}

/** Invokes a function through its URL with an event of payload format 2.0. @throws AwsError */
export async function answerUrl(context: Context, request: Request, requestId: string): Promise<Reply> {
  const [id = "", ...rest] = request.path.slice(prefix.length).split("/");
  const { region, fn } = functionOf(context, id);
  if (fn.url?.authType === "AWS_IAM" && request.service !== "lambda") {
    throw new AwsError(403, "AccessDeniedException", "Forbidden");
  }
  const ran = await runFunction(context, {
    region,
    fn,
    deployed: effective(fn.latest, context.nowMs()),
    payload: Buffer.from(JSON.stringify(eventOf(request, `/${rest.join("/")}`, requestId))),
    requestId,
    kind: "url",
  });
  return ran.error === undefined
    ? replyOf(ran.body)
    : { status: 502, headers: { "content-type": "text/plain" }, raw: "Internal Server Error" };
}

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
  const answer: unknown = parsed(body);
  if (typeof answer !== "object" || answer === null || !("statusCode" in answer)) {
    return { status: 200, headers: { "content-type": "application/json" }, raw: body };
  }
  const text = "body" in answer && typeof answer.body === "string" ? answer.body : "";
  return {
    status: Number(answer.statusCode),
    headers: { "content-type": "application/json" },
    raw: text,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
