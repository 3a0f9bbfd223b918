import { AwsError, conflict } from "../aws-error.ts";
import type { Context } from "../context.ts";
import { effective, stateOf } from "../functions/deployed.ts";
import { findFunction } from "../functions/find.ts";
import type { Asked, Handler } from "../handler.ts";
import type { Invocation } from "../records.ts";
import type { Reply } from "../reply.ts";
import type { Deployed } from "../state.ts";
import { runFunction } from "./run-function.ts";
import type { Running } from "./running.ts";
import { sleep } from "./sleep.ts";
import { tailOf } from "./tail.ts";

/** Bytes that a request may have. */
const maxSyncBytes = 6 * 2 ** 20;
const maxAsyncBytes = 2 ** 20;

/** POST /2015-03-31/functions/{name}/invocations */
export const invoke: Handler = async (asked) => {
  const { context, request, requestId } = asked;
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  checkPayload(request.body, type === "Event" ? maxAsyncBytes : maxSyncBytes);
  const running = runningOf(asked, type === "Event" ? "async" : "sync");
  const headers = { "x-amzn-requestid": requestId, "x-amz-executed-version": running.deployed.version };
  switch (type) {
    case "DryRun":
      return { status: 204, headers };
    case "Event":
      // What becomes of it is seen in its log alone.
      void runEvent(context, running).catch(() => {});
      return { status: 202, headers };
    case "RequestResponse":
      return await invokeAndWait(asked, running);
    default:
      throw new AwsError(400, "InvalidParameterValueException", `Unsupported invocation type ${type}`);
  }
};

/** An event of a function that fails is tried again, under the same request id: twice, where nothing else is set. */
async function runEvent(context: Context, running: Running): Promise<void> {
  const { fn, deployed } = running;
  const retries = fn.maxRetries.get(deployed.version) ?? 2;
  for (let attempt = 0; attempt <= retries; attempt++) {
    const { error } = await runFunction(context, running);
    if (error === undefined) {
      return;
    }
    await sleep(context.timing.asyncRetryMs, context.stopped);
  }
}

async function invokeAndWait({ context, request }: Asked, running: Running): Promise<Reply> {
  const { body, error, log, version } = await runFunction(context, running);
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-amz-executed-version": version,
      ...(error === undefined ? {} : { "x-amz-function-error": error.header }),
      ...(request.headers["x-amz-log-type"] === "Tail" ? { "x-amz-log-result": tailOf(context, log) } : {}),
    },
    raw: body,
  };
}

/** @throws AwsError where it is too large, or no JSON */
export function checkPayload(payload: Buffer, maxBytes: number): void {
  if (payload.length > maxBytes) {
    const message = `${payload.length} byte payload is too large for the invocation (limit ${maxBytes} bytes)`;
    throw new AwsError(413, "RequestTooLargeException", message);
  }
  try {
    JSON.parse(payload.length === 0 ? "{}" : payload.toString());
  } catch {
    throw new AwsError(400, "InvalidRequestContentException", "Could not parse request body into json");
  }
}

/** The function that is asked for, in its present state. @throws AwsError where it cannot run */
export function runningOf(asked: Asked, kind: Invocation["kind"]): Running {
  const { context, region, request, params, requestId } = asked;
  const { fn, deployed } = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  checkActive(context, deployed);
  const payload = request.body.length === 0 ? Buffer.from("{}") : request.body;
  return { region, fn, deployed: effective(deployed, context.nowMs()), payload, requestId, kind };
}

function checkActive(context: Context, deployed: Deployed): void {
  if (stateOf(deployed, context.nowMs()) !== "Pending") {
    return;
  }
  if (deployed.settings.snapStart && deployed.version !== "$LATEST") {
    throw new AwsError(409, "SnapStartNotReadyException", "Lambda is initializing your function.");
  }
  throw conflict(
    "The operation cannot be performed at this time. The function is currently in the following state: Pending",
  );
}
