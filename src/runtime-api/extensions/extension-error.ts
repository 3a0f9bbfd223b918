import type { IncomingMessage, ServerResponse } from "node:http";
import { maxPayloadBytes, sendAccepted } from "../replies.ts";
import { receiveBody } from "../request-body.ts";
import { sendProblem } from "./extension-replies.ts";
import { extensionRefusal } from "./extension-state.ts";
import { identify } from "./identify.ts";
import type { ExtensionRegistry } from "./registry.ts";

/**
 * POST `/extension/init/error` and `/extension/exit/error`: what the extension says before it exits. The body is read and
 * not looked at; what counts is the type in `Lambda-Extension-Function-Error-Type`.
 */
export function extensionError(
  registry: ExtensionRegistry,
  call: "initError" | "exitError",
  request: IncomingMessage,
  response: ServerResponse,
): void {
  receiveBody(request, registry.clock, maxPayloadBytes, () => {
    const extension = identify(registry, request, response);
    if (extension === undefined) {
      return;
    }
    const errorType = String(request.headers["lambda-extension-function-error-type"] ?? "");
    if (errorType === "") {
      const message = "Lambda-Extension-Function-Error-Type not found";
      sendProblem(response, { type: "Extension.MissingHeader", message });
    } else if (registry.fail(extension, call, errorType)) {
      sendAccepted(response);
    } else {
      const message = extensionRefusal(extension.state, call, extension.id);
      sendProblem(response, { type: "Extension.InvalidExtensionState", message });
    }
  });
}
