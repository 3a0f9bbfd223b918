import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { RawAnswer } from "../raw-client.ts";
import { documentedName, problemsOf, type SeenRequest } from "./check-answer.ts";

/** What the documents do not describe of the answers that came so far. */
export const violations: string[] = [];

/** What the documents describe and was seen so far. */
export const observed = new Set<string>();

/** Requests on one connection that its server saw and has not answered, oldest first. */
export type OpenRequests = SeenRequest[];

/** By both ports: a client's port may be used again for another server while the first connection is open. */
const connections = new Map<string, OpenRequests>();

subscribe("http.server.request.start", (message) => {
  const request = requestOf(message);
  const requests = connections.get(nameOf(request?.socket.remotePort, request?.socket.localPort));
  const path = (request?.url ?? "").replace(/\?.*/s, "");
  requests?.push({ method: request?.method ?? "", path });
});

/** Begins to watch a client's connection, before anything is sent over it. The function it returns ends that. */
export function watch({ localPort, remotePort }: Socket): { requests: OpenRequests; unwatch: () => void } {
  const requests: OpenRequests = [];
  const name = nameOf(localPort, remotePort);
  connections.set(name, requests);
  const unwatch = () => {
    // Another connection may have both ports by now.
    if (connections.get(name) === requests) {
      connections.delete(name);
    }
  };
  return { requests, unwatch };
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

function nameOf(clientPort: number | undefined, serverPort: number | undefined): string {
  return `${clientPort} to ${serverPort}`;
}

function requestOf(message: unknown): IncomingMessage | undefined {
  const isStart = message !== null && typeof message === "object" && "request" in message;
  return isStart && message.request instanceof IncomingMessage ? message.request : undefined;
}
