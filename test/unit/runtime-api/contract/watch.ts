import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import type { RawAnswer } from "../raw-client.ts";
import { documentedName, problemsOf, type SeenRequest } from "./check-answer.ts";

/** What the documents do not describe of the answers that came so far. */
export const violations: string[] = [];

/** What the documents describe and was seen so far. */
export const observed = new Set<string>();

/** Requests on one connection that its server saw and has not answered, oldest first. */
export type OpenRequests = SeenRequest[];

/** By the client's port. */
const connections = new Map<number, OpenRequests>();

subscribe("http.server.request.start", (message) => {
  const request = requestOf(message);
  const requests = connections.get(request?.socket.remotePort ?? 0);
  const path = (request?.url ?? "").replace(/\?.*/s, "");
  requests?.push({ method: request?.method ?? "", path });
});

/** Begins to watch a connection, before anything is sent over it. */
export function watch(port: number): OpenRequests {
  const requests: OpenRequests = [];
  connections.set(port, requests);
  return requests;
}

/** Ends it. Another connection may have the port by now. */
export function unwatch(port: number, requests: OpenRequests): void {
  if (connections.get(port) === requests) {
    connections.delete(port);
  }
}

/** Holds the next answer on a connection against the documents. */
export function note(requests: OpenRequests, answer: RawAnswer): void {
  const request = requests.shift();
  violations.push(...problemsOf(request, answer));
  const name = request && documentedName(request, answer);
  if (name !== undefined) {
    observed.add(name);
  }
}

function requestOf(message: unknown): IncomingMessage | undefined {
  const isStart = message !== null && typeof message === "object" && "request" in message;
  return isStart && message.request instanceof IncomingMessage ? message.request : undefined;
}
