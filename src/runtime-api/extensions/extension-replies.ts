import type { ServerResponse } from "node:http";
import { goJson } from "../go-json.ts";
import { send, sendJson } from "../replies.ts";
import type { ExtensionEvent } from "./extension-event.ts";

/** The types of the 403s that extensions get. Source: AWS's emulator, `internal/lambda/rapi/handler/constants.go`. */
export type ExtensionErrorType =
  | "Extension.InvalidExtensionName"
  | "InvalidRequestFormat"
  | "Extension.InvalidEventType"
  | "Extension.RegistrationClosed"
  | "Extension.InvalidExtensionState"
  | "Extension.TooManyExtensions"
  | "Extension.MissingExtensionIdentifier"
  | "Extension.InvalidExtensionIdentifier"
  | "Extension.UnknownExtensionIdentifier"
  | "Extension.MissingHeader";

/** A refused call. */
export interface ExtensionProblem {
  readonly type: ExtensionErrorType;
  readonly message: string;
}

/** 403, the only status that Lambda's core refuses an extension with; documented is also 400. */
export function sendProblem(response: ServerResponse, { type, message }: ExtensionProblem): void {
  sendJson(response, 403, goJson({ errorMessage: message, errorType: type }));
}

/** 200 with an event. */
export function sendExtensionEvent(response: ServerResponse, { identifier, body }: ExtensionEvent): void {
  const headers = ["Content-Type", "application/json"];
  if (identifier !== undefined) {
    headers.push("Lambda-Extension-Event-Identifier", identifier);
  }
  send(response, 200, headers, body);
}

/** 200 with what a registered extension is told, its identifier in the header. */
export function sendRegistered(response: ServerResponse, identifier: string, facts: object): void {
  const headers = ["Content-Type", "application/json", "Lambda-Extension-Identifier", identifier];
  send(response, 200, headers, goJson(facts));
}
