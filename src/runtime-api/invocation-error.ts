import type { IncomingMessage, ServerResponse } from "node:http";
import { causeIn } from "./failure.ts";
import type { ErrorPost } from "./invocation.ts";
import {
  maxPayloadBytes,
  sendAccepted,
  sendForbidden,
  sendInvalidRequestId,
  sendTooLarge,
} from "./replies.ts";
import { type ReceivedBody, receiveBody } from "./request-body.ts";
import type { RuntimeSession } from "./session.ts";
import { xrayCauseOf } from "./xray-cause.ts";

/**
 * POST `/runtime/invocation/{id}/error`. The id is checked before the state. A body that breaks off is taken as far
 * as it came. Lambda documents no answer to one above its size limit; it gets the 413 of a response here.
 */
export function invocationError(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): void {
  if (requestId !== session.currentRequestId) {
    sendInvalidRequestId(response);
    return;
  }
  if (!session.move("error")) {
    sendForbidden(response, session.state, "error");
    return;
  }
  receiveBody(request, session.clock, maxPayloadBytes, (body) => {
    session.move("answered");
    if (body.tooLarge) {
      session.noteAnswer({ kind: "too-large", bytes: body.bytes, limitBytes: maxPayloadBytes }, body);
      sendTooLarge(response, maxPayloadBytes);
    } else {
      session.noteAnswer({ kind: "error", ...errorPost(request, body) }, body);
      sendAccepted(response);
    }
  });
}

/** What an error request carries, as it came. */
export function errorPost(request: IncomingMessage, body: ReceivedBody): ErrorPost {
  const errorType = request.headers["lambda-runtime-function-error-type"];
  const contentType = request.headers["content-type"];
  const header = request.headers["lambda-runtime-function-xray-error-cause"]?.toString();
  return {
    errorType: Array.isArray(errorType) ? errorType[0] : errorType,
    contentType,
    xrayCause: xrayCauseOf(causeIn(body, contentType) ?? header),
    body,
  };
}
