import type { IncomingMessage, ServerResponse } from "node:http";
import {
  maxPayloadBytes,
  sendAccepted,
  sendForbidden,
  sendInvalidRequestId,
  sendInvalidResponseMode,
  sendTooLarge,
  sendTruncated,
} from "./replies.ts";
import { type ReceivedBody, receiveBody } from "./request-body.ts";
import type { RuntimeSession } from "./session.ts";
import { limitBandwidth } from "./stream-bandwidth.ts";

/** The most that Lambda takes of a streamed response: 200 MB. */
const maxStreamBytes = 200 * 1024 * 1024;

/** POST `/runtime/invocation/{id}/response`. The id is checked before the state. */
export function invocationResponse(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): void {
  if (requestId !== session.currentRequestId) {
    sendInvalidRequestId(response);
    return;
  }
  if (!session.move("response")) {
    sendForbidden(response, session.state, "response");
    return;
  }
  const mode = request.headers["lambda-runtime-function-response-mode"] || undefined;
  if (mode !== undefined && mode !== "streaming") {
    // Lambda leaves the runtime in InvocationResponse here: it can neither answer again nor ask for more.
    session.noteAnswer({ kind: "invalid-mode", mode: String(mode) }, undefined);
    sendInvalidResponseMode(response);
    return;
  }
  const streaming = mode === "streaming";
  if (streaming && session.streamBandwidth !== undefined) {
    limitBandwidth(request, session.clock, session.streamBandwidth);
  }
  receiveBody(request, session.clock, streaming ? maxStreamBytes : maxPayloadBytes, (body) => {
    answer(session, request, response, body, streaming);
  });
}

function answer(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  body: ReceivedBody,
  streaming: boolean,
): void {
  session.move("answered");
  if (!body.complete) {
    session.noteAnswer({ kind: "truncated", bytes: body.bytes }, body);
    sendTruncated(response);
  } else if (body.tooLarge) {
    const limitBytes = streaming ? maxStreamBytes : maxPayloadBytes;
    session.noteAnswer({ kind: "too-large", bytes: body.bytes, limitBytes }, body);
    sendTooLarge(response, limitBytes);
  } else {
    noteResponse(session, request, body, streaming);
    sendAccepted(response);
  }
}

// Some clients declare the error trailers on every response and send them on none: only sent ones count.
function noteResponse(
  session: RuntimeSession,
  request: IncomingMessage,
  body: ReceivedBody,
  streaming: boolean,
): void {
  const errorType = request.trailers["lambda-runtime-function-error-type"];
  const errorBody = request.trailers["lambda-runtime-function-error-body"];
  if (errorType || errorBody) {
    session.noteAnswer({ kind: "stream-error", errorType, errorBody }, body);
  } else {
    const contentType = request.headers["content-type"];
    session.noteAnswer({ kind: "response", body, contentType, streaming }, body);
  }
}
