import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { RuntimeState } from "../runtime-api/runtime-state.ts";

/** A request that a runtime made. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The state in which it found the runtime. */
  readonly state: RuntimeState;
  readonly socket: Socket;
  /** The invocation that was under way, or over since no other had begun. */
  readonly invocation: string | undefined;
  /** True where the suite itself made the call go wrong. */
  readonly provoked: boolean;
  /** Status of the answer, once it has left. */
  status?: number;
}

/** Notes a request as it comes, and its status when it is answered. */
export function noteCall(
  request: IncomingMessage,
  response: ServerResponse,
  seen: Pick<ApiCall, "state" | "invocation" | "provoked">,
): ApiCall {
  const { method = "", url: path = "", headers, socket } = request;
  const call: ApiCall = { method, path, headers, socket, ...seen };
  response.once("finish", () => {
    call.status = response.statusCode;
  });
  return call;
}

/** True for a request for the next event. */
export function isNext({ path }: Pick<ApiCall, "path">): boolean {
  return path === "/2018-06-01/runtime/invocation/next";
}

/** The id under which an answer was posted, and where; undefined for any other call. */
export function answeredId({
  path,
}: Pick<ApiCall, "path">): { readonly id: string; readonly to: string } | undefined {
  const [, id, to] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  return id === undefined || to === undefined ? undefined : { id, to };
}

/** `POST /runtime/init/error`: a call as people name it. */
export function callName({ method, path }: Pick<ApiCall, "method" | "path">): string {
  return `${method} ${path.replace(/^\/2018-06-01/, "")}`;
}
