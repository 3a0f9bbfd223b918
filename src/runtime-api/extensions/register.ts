import type { IncomingMessage, ServerResponse } from "node:http";
import type { FunctionFacts } from "../function-facts.ts";
import { maxPayloadBytes, sendTooLarge } from "../replies.ts";
import { joined, type ReceivedBody, receiveBody } from "../request-body.ts";
import { Extension } from "./extension.ts";
import { type ExtensionProblem, sendProblem, sendRegistered } from "./extension-replies.ts";
import type { ExtensionRegistry } from "./registry.ts";

/**
 * POST `/extension/register`: 200 with the function's facts, or 403. The body must be JSON also where it says nothing.
 * Source: AWS's emulator, `internal/lambda/rapi/handler/agentregister.go`.
 */
export function extensionRegister(
  registry: ExtensionRegistry,
  facts: FunctionFacts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  receiveBody(request, registry.clock, maxPayloadBytes, (body) => {
    if (body.tooLarge) {
      sendTooLarge(response, maxPayloadBytes);
      return;
    }
    const outcome = register(registry, request, body);
    if (!(outcome instanceof Extension)) {
      sendProblem(response, outcome);
      return;
    }
    const { functionName, functionVersion, handler, accountId } = facts;
    const told = { functionName, functionVersion, handler };
    sendRegistered(response, outcome.id, wantsAccountId(request) ? { ...told, accountId } : told);
  });
}

function register(
  registry: ExtensionRegistry,
  request: IncomingMessage,
  body: ReceivedBody,
): Extension | ExtensionProblem {
  const name = String(request.headers["lambda-extension-name"] ?? "");
  if (name === "") {
    return { type: "Extension.InvalidExtensionName", message: "Empty extension name" };
  }
  const events = readEvents(body);
  return Array.isArray(events) ? registry.register(name, events) : events;
}

function readEvents(body: ReceivedBody): string[] | ExtensionProblem {
  const value = body.complete ? parse(joined(body).toString("utf8")) : undefined;
  if (value === undefined || value === null || typeof value !== "object" || Array.isArray(value)) {
    return invalid("expected a JSON object with the events to subscribe to");
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { events = [], configurationKeys = [] } = fields;
  if (Array.isArray(configurationKeys) ? configurationKeys.length > 0 : configurationKeys !== null) {
    return invalid("configurationKeys are deprecated; use environment variables instead");
  }
  if (events === null) {
    return [];
  }
  return Array.isArray(events) && events.every((event) => typeof event === "string")
    ? events
    : invalid("expected events to be a list of strings");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(message: string): ExtensionProblem {
  return { type: "InvalidRequestFormat", message };
}

function wantsAccountId(request: IncomingMessage): boolean {
  const features = String(request.headers["lambda-extension-accept-feature"] ?? "");
  return features.split(",").some((feature) => feature.trim() === "accountId");
}
