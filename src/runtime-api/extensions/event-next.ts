import type { IncomingMessage, ServerResponse } from "node:http";
import { sendProblem } from "./extension-replies.ts";
import { extensionRefusal } from "./extension-state.ts";
import { identify } from "./identify.ts";
import type { ExtensionRegistry } from "./registry.ts";

/** GET `/extension/event/next`: blocks until there is an event that the extension subscribed to. */
export function extensionEventNext(
  registry: ExtensionRegistry,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const extension = identify(registry, request, response, (id) => `Unknown extension ${id}`);
  if (extension !== undefined && !registry.askNext(extension, response)) {
    const message = extensionRefusal(extension.state, "next", extension.id);
    sendProblem(response, { type: "Extension.InvalidExtensionState", message });
  }
}
