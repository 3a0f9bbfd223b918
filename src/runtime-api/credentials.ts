import type { IncomingMessage, ServerResponse } from "node:http";
import { goJson } from "./go-json.ts";
import { sendJson, sendText } from "./replies.ts";
import type { SnapStart } from "./snap-start.ts";

/**
 * GET `/2021-04-23/credentials`: where `AWS_CONTAINER_CREDENTIALS_FULL_URI` leads, as variables would be frozen into the
 * snapshot. Source: AWS's emulator, `internal/lambda/rapi/handler/credentials.go`.
 */
export function credentials(snapStart: SnapStart, request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.authorization !== snapStart.authorizationToken) {
    sendText(response, 404, "cannot get credentials for the provided token\n");
    return;
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = snapStart.credentials();
  const body = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration.toISOString(),
  };
  sendJson(response, 200, goJson(body));
}
