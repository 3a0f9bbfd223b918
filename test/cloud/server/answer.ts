import { AwsError, LostConnection, throttled } from "./aws-error.ts";
import type { Context } from "./context.ts";
import { sleep } from "./invoke/sleep.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Route } from "./routes.ts";

/** Who asks, by the answer to GetCallerIdentity. */
const caller = (context: Context) =>
  `arn:aws:sts::${context.options.accountId}:assumed-role/thaw-runner/test`;

/** Carries out an action, with the faults that happen this time. @throws AwsError, LostConnection */
export async function answer(
  context: Context,
  request: Request,
  { action, handler, params }: Route,
  resource: string,
  requestId: string,
): Promise<Reply> {
  const isInvoke = action.startsWith("lambda:Invoke");
  checkCaller(context, request, action);
  if (isInvoke) {
    if (context.happens("lostBefore")) {
      throw new LostConnection("before the function ran");
    }
  } else {
    checkRate(context, request, action);
    failOnce(context, request, action, resource);
    await sleep(context.timing.controlMs, context.stopped);
  }
  const reply = await handler({
    context,
    region: context.region(request.region),
    request,
    params,
    requestId,
  });
  return context.happens(isInvoke ? "lostAfter" : "lostControl") ? { ...reply, lost: true } : reply;
}

/** @throws AwsError, LostConnection */
function checkCaller(context: Context, request: Request, action: string): void {
  if (context.chance(`down ${request.region}`, context.faults.regionDown[request.region])) {
    throw new LostConnection(`${request.region} is down`);
  }
  if (context.happens("expiredCredentials")) {
    const message = "The security token included in the request is expired";
    throw new AwsError(refusalStatus(request), "ExpiredTokenException", message);
  }
  const permission = permissionOf(action);
  if (context.chance(`denied ${permission}`, context.faults.accessDenied[permission])) {
    throw new AwsError(
      refusalStatus(request),
      "AccessDeniedException",
      `User: ${caller(context)} is not authorized to perform: ${permission} because no identity-based policy allows the ${permission} action`,
    );
  }
}

/** The JSON protocol of other services knows 400 alone; requests to function URLs may have no signature and so no service. */
function refusalStatus({ service }: Request): number {
  return service === "lambda" || service === "" ? 403 : 400;
}

/** The permission that an action needs: most have the action's name. */
function permissionOf(action: string): string {
  return permissions[action] ?? action;
}

const permissions: Readonly<Record<string, string>> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
  "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
};

/** Lambda's calls alone are limited here. @throws AwsError */
function checkRate(context: Context, request: Request, action: string): void {
  if (request.service !== "lambda") {
    return;
  }
  const kind = action === "lambda:GetFunction" ? "getFunction" : "control";
  if (context.happens("throttled") || !context.limit(request.region, kind).accept()) {
    throw throttled("CallerRateLimitExceeded");
  }
}

/** @throws AwsError for the first deletion of a thing that the fault hits */
function failOnce(context: Context, request: Request, action: string, resource: string): void {
  const key = `${request.region} ${action} ${resource}`;
  if (!/:Delete/.test(action) || context.failedOnce.has(key)) {
    return;
  }
  if (context.happens("cleanUpFailsOnce")) {
    context.failedOnce.add(key);
    throw new AwsError(500, "ServiceException", "An error occurred and the request cannot be processed.");
  }
}
