import type { IncomingMessage, ServerResponse } from "node:http";
import type { SubscribableTelemetry } from "./subscribable-telemetry.ts";
import { type SubscribeWords, subscribe } from "./subscribe.ts";

const words: SubscribeWords = {
  api: "telemetry",
  validationError: "ValidationError",
  closedType: "Telemetry.SubscriptionClosed",
  closedMessage: "Telemetry API subscription is closed",
  otherApi: "the extension is already subscribed through the Logs API",
};

/** PUT `/2022-07-01/telemetry`, for an extension whose identifier was checked. 200 `"OK"`, 400, or 403 after init. */
export function telemetrySubscribe(
  telemetry: SubscribableTelemetry,
  request: IncomingMessage,
  response: ServerResponse,
  extensionName: string,
): void {
  subscribe(words, telemetry, request, response, extensionName);
}
