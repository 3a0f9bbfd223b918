import type { ServerResponse } from "node:http";

/** What a handler answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written as JSON; `raw` goes as it is. */
  readonly json?: unknown;
  readonly raw?: Buffer | string;
  /** Written piece by piece; goes before `raw`. */
  readonly pieces?: AsyncIterable<Buffer>;
  /** The answer is not to arrive: the connection is closed in its place. */
  readonly lost?: boolean;
}

export function json(value: unknown, status = 200): Reply {
  return { status, json: value };
}

export const noContent: Reply = { status: 204 };

/** Writes it; the request id is Lambda's own header. */
export async function sendReply(response: ServerResponse, reply: Reply, requestId: string): Promise<void> {
  if (reply.lost === true) {
    response.socket?.destroy();
    return;
  }
  const body = reply.raw ?? (reply.json === undefined ? "" : JSON.stringify(reply.json));
  const headers: Record<string, string | number> = {
    ...(reply.json === undefined ? {} : { "content-type": "application/json" }),
    "x-amzn-requestid": requestId,
    ...reply.headers,
  };
  if (reply.pieces === undefined) {
    headers["content-length"] = Buffer.byteLength(body);
  }
  response.writeHead(reply.status, headers);
  for await (const piece of reply.pieces ?? []) {
    response.write(piece);
  }
  response.end(body);
}
