import type { IncomingMessage, ServerResponse } from "node:http";
import type { Extension } from "./extension.ts";
import { sendProblem } from "./extension-replies.ts";
import type { ExtensionRegistry } from "./registry.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The extension that a request's `Lambda-Extension-Identifier` names; where it names none the request is answered.
 * `unknown` makes the message for an identifier that nobody has.
 */
export function identify(
  registry: ExtensionRegistry,
  request: IncomingMessage,
  response: ServerResponse,
  unknown: (identifier: string) => string = () => "Unknown Lambda-Extension-Identifier",
): Extension | undefined {
  const identifier = String(request.headers["lambda-extension-identifier"] ?? "").toLowerCase();
  if (identifier === "") {
    const message = "Missing Lambda-Extension-Identifier header";
    sendProblem(response, { type: "Extension.MissingExtensionIdentifier", message });
    return undefined;
  }
  if (!uuid.test(identifier)) {
    const message = "Invalid Lambda-Extension-Identifier";
    sendProblem(response, { type: "Extension.InvalidExtensionIdentifier", message });
    return undefined;
  }
  const extension = registry.find(identifier);
  if (extension === undefined) {
    sendProblem(response, { type: "Extension.UnknownExtensionIdentifier", message: unknown(identifier) });
  }
  return extension;
}
