import type { IncomingMessage } from "node:http";
import { AwsError, LostConnection } from "./aws-error.ts";

/** A request with its body, and what its signature says. */
export interface Request {
  readonly method: string;
  /** Path, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** `lambda`, `logs`, `sts`, `ecr`; from the signature's scope, as the region. */
  readonly service: string;
  readonly region: string;
}

/** Lambda takes no more than 6 MB for an invocation; code and layers come as base64 of 50 MB. */
const maxBytes = 70 * 2 ** 20;

/** @throws AwsError for a request that is not signed, LostConnection where the client went away. */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  const url = new URL(message.url ?? "/", "http://server");
  const body = await readBody(message);
  const common = {
    method: message.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
  // Credential=KEY/20260102/us-east-1/lambda/aws4_request
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    message.headers.authorization ?? "",
  );
  return { ...common, region: scope?.[1] ?? "", service: scope?.[2] ?? "" };
}

/** The body as JSON. @throws AwsError */
export function jsonOf(request: Request): unknown {
  try {
    return request.body.length === 0 ? {} : JSON.parse(request.body.toString());
  } catch {
    throw new AwsError(400, "SerializationException", "Could not parse request body into json");
  }
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > maxBytes) {
        throw new AwsError(
          413,
          "RequestEntityTooLargeException",
          `Request must be smaller than ${maxBytes} bytes`,
        );
      }
      chunks.push(piece);
    }
  } catch (error) {
    throw error instanceof AwsError ? error : new LostConnection("the client went away");
  }
  return Buffer.concat(chunks);
}
