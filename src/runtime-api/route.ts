import type { IncomingMessage, ServerResponse } from "node:http";
import { initError } from "./init-error.ts";
import { invocationError } from "./invocation-error.ts";
import { invocationNext } from "./invocation-next.ts";
import { invocationResponse } from "./invocation-response.ts";
import { ping } from "./ping.ts";
import { sendMethodNotAllowed, sendText } from "./replies.ts";
import type { RuntimeSession } from "./session.ts";

const invocationPrefix = "/2018-06-01/runtime/invocation/";

/** Brings a request to its endpoint, by slicing: it stands inside what is measured. A query is ignored. */
export function route(session: RuntimeSession, request: IncomingMessage, response: ServerResponse): void {
  const path = withoutQuery(request.url ?? "");
  if (path.startsWith(invocationPrefix)) {
    routeInvocation(session, request, response, path.slice(invocationPrefix.length));
  } else if (path === "/2018-06-01/runtime/init/error") {
    if (takes("POST", request, response)) {
      initError(session, request, response);
    }
  } else if (path === "/2018-06-01/ping") {
    if (takes("GET", request, response)) {
      ping(response);
    }
  } else {
    sendNotFound(response);
  }
}

function routeInvocation(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
): void {
  if (rest === "next") {
    if (takes("GET", request, response)) {
      invocationNext(session, response);
    }
    return;
  }
  const slash = rest.indexOf("/");
  const action = slash > 0 ? rest.slice(slash + 1) : "";
  if (action !== "response" && action !== "error") {
    sendNotFound(response);
  } else if (takes("POST", request, response)) {
    const endpoint = action === "response" ? invocationResponse : invocationError;
    endpoint(session, request, response, rest.slice(0, slash));
  }
}

function withoutQuery(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

function takes(method: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === method) {
    return true;
  }
  sendMethodNotAllowed(response, method);
  return false;
}

function sendNotFound(response: ServerResponse): void {
  sendText(response, 404, "404 page not found\n");
}
