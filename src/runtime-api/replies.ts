import type { ServerResponse } from "node:http";
import { goJson } from "./go-json.ts";
import type { Invocation } from "./invocation.ts";
import { type RuntimeCall, type RuntimeState, refusal } from "./runtime-state.ts";

/** Lambda's own limit for a request or a buffered response: 6 MiB and 100 bytes. */
export const maxPayloadBytes = 6 * 1024 * 1024 + 100;

const accepted = Buffer.from('{"status":"OK"}\n');
const invalidRequestId = errorBody("InvalidRequestID", "Invalid request ID");
const invalidResponseMode = errorBody("InvalidFunctionResponseMode", "Invalid function response mode");
const truncatedRequest = errorBody("TruncatedHTTPRequest", "HTTP request detected as truncated");

/** 200 with an event: the headers that Lambda sends, empty ones left out, and the payload as it is. */
export function sendEvent(response: ServerResponse, invocation: Invocation): void {
  const headers = [
    "Content-Type",
    invocation.contentType || "application/json",
    "Lambda-Runtime-Aws-Request-Id",
    invocation.requestId,
    "Lambda-Runtime-Deadline-Ms",
    String(invocation.deadlineMs),
    "Lambda-Runtime-Invoked-Function-Arn",
    invocation.functionArn,
  ];
  addHeader(headers, "Lambda-Runtime-Trace-Id", invocation.traceId);
  addHeader(headers, "Lambda-Runtime-Client-Context", invocation.clientContext);
  addHeader(headers, "Lambda-Runtime-Cognito-Identity", invocation.cognitoIdentity);
  addHeader(headers, "Lambda-Runtime-Aws-Tenant-Id", invocation.tenantId);
  send(response, 200, headers, invocation.payload);
}

/** 202: the answer or the error was taken. */
export function sendAccepted(response: ServerResponse): void {
  sendJson(response, 202, accepted);
}

/** 403: the call is not allowed in this state. */
export function sendForbidden(response: ServerResponse, state: RuntimeState, call: RuntimeCall): void {
  sendJson(response, 403, errorBody("InvalidStateTransition", refusal(state, call)));
}

/** 400: the request id in the path is not the current invocation's. */
export function sendInvalidRequestId(response: ServerResponse): void {
  sendJson(response, 400, invalidRequestId);
}

/** 400: a response mode that is not `streaming`. */
export function sendInvalidResponseMode(response: ServerResponse): void {
  sendJson(response, 400, invalidResponseMode);
}

/** 400: the body ended before its announced end. */
export function sendTruncated(response: ServerResponse): void {
  sendJson(response, 400, truncatedRequest);
}

/** 413: the body is larger than Lambda takes. */
export function sendTooLarge(response: ServerResponse, limitBytes: number): void {
  const message = `Exceeded maximum allowed payload size (${limitBytes} bytes).`;
  sendJson(response, 413, errorBody("RequestEntityTooLarge", message));
}

/** 200 with nothing in it: the answer to `/restore/next`. */
export function sendEmpty(response: ServerResponse): void {
  send(response, 200, [], Buffer.alloc(0));
}

/** 404 as Lambda's router answers a path that it does not know. */
export function sendNotFound(response: ServerResponse): void {
  sendText(response, 404, "404 page not found\n");
}

/** Any status with a plain text, for what is not part of the protocol. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, ["Content-Type", "text/plain; charset=utf-8"], Buffer.from(text));
}

/** 405 with the one method that the path takes. */
export function sendMethodNotAllowed(response: ServerResponse, allow: string): void {
  send(response, 405, ["Allow", allow], Buffer.alloc(0));
}

function addHeader(headers: string[], name: string, value: string | undefined): void {
  if (value) {
    headers.push(name, value);
  }
}

/** Any status with a body that is JSON already. */
export function sendJson(response: ServerResponse, status: number, body: Uint8Array): void {
  send(response, status, ["Content-Type", "application/json"], body);
}

/** Any answer. A flat array of headers goes to the socket as it is, without the detour over Node's table of headers. */
export function send(response: ServerResponse, status: number, headers: string[], body: Uint8Array): void {
  headers.push("Content-Length", String(body.byteLength));
  response.sendDate = false;
  response.writeHead(status, headers);
  response.end(body);
}

/** An error's body: key order and the newline at the end are Lambda's. */
export function errorBody(errorType: string, errorMessage: string): Buffer {
  return goJson({ errorMessage, errorType });
}
