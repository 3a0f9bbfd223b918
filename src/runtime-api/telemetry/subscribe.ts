import type { IncomingMessage, ServerResponse } from "node:http";
import { errorBody, maxPayloadBytes, sendJson, sendTooLarge } from "../replies.ts";
import { joined, type ReceivedBody, receiveBody } from "../request-body.ts";
import { parseSubscription } from "./parse-subscription.ts";
import type { SubscribableTelemetry } from "./subscribable-telemetry.ts";
import type { SubscriptionApi } from "./subscription.ts";

/** The words in which the two APIs differ. */
export interface SubscribeWords {
  readonly api: SubscriptionApi;
  readonly validationError: string;
  readonly closedType: string;
  readonly closedMessage: string;
  readonly otherApi: string;
}

/**
 * Reads a subscription and answers it. The body is looked at before the phase: a wrong one is 400 also after init, as in
 * AWS's runtime interface emulator (`subscription_api.go`).
 */
export function subscribe(
  words: SubscribeWords,
  telemetry: SubscribableTelemetry,
  request: IncomingMessage,
  response: ServerResponse,
  extensionName: string,
): void {
  receiveBody(request, telemetry.clock, maxPayloadBytes, (body) => {
    if (body.tooLarge) {
      sendTooLarge(response, maxPayloadBytes);
    } else {
      answer(words, telemetry, response, extensionName, body);
    }
  });
}

function answer(
  words: SubscribeWords,
  telemetry: SubscribableTelemetry,
  response: ServerResponse,
  extensionName: string,
  body: ReceivedBody,
): void {
  const parsed = body.complete
    ? parseSubscription(words.api, joined(body).toString("utf8"))
    : { ok: false as const, problems: ["Failed to read request body"] };
  if (!parsed.ok) {
    sendInvalid(response, words, parsed.problems);
    return;
  }
  const outcome = telemetry.subscribe(extensionName, parsed.subscription);
  switch (outcome) {
    case "subscribed":
      sendJson(response, 200, Buffer.from('"OK"'));
      return;
    case "closed":
      sendJson(response, 403, errorBody(words.closedType, words.closedMessage));
      return;
    case "other-api":
      sendInvalid(response, words, [words.otherApi]);
      return;
    default: {
      const never: never = outcome;
      throw new Error(`unknown outcome ${String(never)}`);
    }
  }
}

// Unlike every other error of these APIs: the type first, and no newline at the end.
function sendInvalid(response: ServerResponse, words: SubscribeWords, problems: readonly string[]): void {
  const text = JSON.stringify({ errorType: words.validationError, errorMessage: problems.join("; ") });
  sendJson(response, 400, Buffer.from(text));
}
