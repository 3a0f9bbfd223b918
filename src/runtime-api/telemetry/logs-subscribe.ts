import type { IncomingMessage, ServerResponse } from "node:http";
import type { SubscribableTelemetry } from "./subscribable-telemetry.ts";
import { type SubscribeWords, subscribe } from "./subscribe.ts";

const words: SubscribeWords = {
  api: "logs",
  validationError: "Logs.ValidationError",
  closedType: "Logs.SubscriptionClosed",
  closedMessage: "Logs API subscription is closed",
  otherApi: "the extension is already subscribed through the Telemetry API",
};

/** PUT `/2020-08-15/logs`, the API that the Telemetry API supersedes. 200 `"OK"`, 400, or 403 after init. */
export function logsSubscribe(
  telemetry: SubscribableTelemetry,
  request: IncomingMessage,
  response: ServerResponse,
  extensionName: string,
): void {
  subscribe(words, telemetry, request, response, extensionName);
}
