import type { IncomingMessage, ServerResponse } from "node:http";
import { credentials } from "./credentials.ts";
import { extensionEventNext } from "./extensions/event-next.ts";
import { extensionError } from "./extensions/extension-error.ts";
import { identify } from "./extensions/identify.ts";
import { extensionRegister } from "./extensions/register.ts";
import type { ExtensionRegistry } from "./extensions/registry.ts";
import type { FunctionFacts } from "./function-facts.ts";
import { initError } from "./init-error.ts";
import { invocationError } from "./invocation-error.ts";
import { invocationNext } from "./invocation-next.ts";
import { invocationResponse } from "./invocation-response.ts";
import { ping } from "./ping.ts";
import { send, sendMethodNotAllowed, sendNotFound } from "./replies.ts";
import { restoreError } from "./restore-error.ts";
import { restoreNext } from "./restore-next.ts";
import type { RuntimeSession } from "./session.ts";
import type { SnapStart } from "./snap-start.ts";
import { logsSubscribe } from "./telemetry/logs-subscribe.ts";
import type { SubscribableTelemetry } from "./telemetry/subscribable-telemetry.ts";
import { telemetrySubscribe } from "./telemetry/telemetry-subscribe.ts";

/** What a request may reach at this moment: after a reset it is another session and another registry. */
export interface Served {
  readonly session: RuntimeSession;
  readonly facts: FunctionFacts;
  /** Absent where the environment's extensions are disabled. */
  readonly extensions: ExtensionRegistry | undefined;
  readonly telemetry: SubscribableTelemetry;
  /** Absent unless the function's initialization type is `snap-start`. */
  readonly snapStart: SnapStart | undefined;
}

const runtimePrefix = "/2018-06-01/runtime/";
const invocationPrefix = "invocation/";
const extensionPrefix = "/2020-01-01/extension/";

/** Brings a request to its endpoint, by slicing: it stands inside what is measured. A query is ignored. */
export function route(served: Served, request: IncomingMessage, response: ServerResponse): void {
  const path = withoutQuery(request.url ?? "");
  if (path.startsWith(runtimePrefix)) {
    routeRuntime(served, request, response, path.slice(runtimePrefix.length));
  } else if (path.startsWith(extensionPrefix)) {
    routeExtension(served, request, response, path.slice(extensionPrefix.length));
  } else {
    routeOther(served, request, response, path);
  }
}

function routeRuntime(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
): void {
  const { session, snapStart } = served;
  if (rest.startsWith(invocationPrefix)) {
    routeInvocation(session, request, response, rest.slice(invocationPrefix.length));
  } else if (rest === "init/error") {
    if (takes("POST", request, response)) {
      initError(session, request, response);
    }
  } else if (rest === "restore/next" && snapStart !== undefined) {
    if (takes("GET", request, response)) {
      restoreNext(session, response);
    }
  } else if (rest === "restore/error" && snapStart !== undefined) {
    if (takes("POST", request, response)) {
      restoreError(session, request, response);
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

function routeExtension(
  { extensions, facts }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  action: string,
): void {
  const method = action === "event/next" ? "GET" : "POST";
  if (extensions === undefined) {
    sendDisabled(response);
  } else if (!["register", "event/next", "init/error", "exit/error"].includes(action)) {
    sendNotFound(response);
  } else if (!takes(method, request, response)) {
    return;
  } else if (action === "register") {
    extensionRegister(extensions, facts, request, response);
  } else if (action === "event/next") {
    extensionEventNext(extensions, request, response);
  } else {
    extensionError(extensions, action === "init/error" ? "initError" : "exitError", request, response);
  }
}

function routeOther(served: Served, request: IncomingMessage, response: ServerResponse, path: string): void {
  switch (path) {
    case "/2018-06-01/ping":
      if (takes("GET", request, response)) {
        ping(response);
      }
      return;
    case "/2022-07-01/telemetry":
    case "/2022-07-01/telemetry/":
      routeSubscription(telemetrySubscribe, served, request, response);
      return;
    case "/2020-08-15/logs":
    case "/2020-08-15/logs/":
      routeSubscription(logsSubscribe, served, request, response);
      return;
    case "/2021-04-23/credentials":
      if (served.snapStart === undefined) {
        sendNotFound(response);
      } else if (takes("GET", request, response)) {
        credentials(served.snapStart, request, response);
      }
      return;
    default:
      sendNotFound(response);
  }
}

function routeSubscription(
  subscribe: typeof telemetrySubscribe,
  { extensions, telemetry }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (extensions === undefined) {
    sendDisabled(response);
  } else if (takes("PUT", request, response)) {
    const extension = identify(extensions, request, response);
    if (extension !== undefined) {
      subscribe(telemetry, request, response, extension.name);
    }
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

// Disabled extensions are not refused: their routes are not there. Source: AWS's emulator, `rapi/middleware`.
function sendDisabled(response: ServerResponse): void {
  send(response, 404, [], Buffer.alloc(0));
}
