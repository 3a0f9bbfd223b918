import type { IncomingMessage, ServerResponse } from "node:http";
import { errorPost } from "./invocation-error.ts";
import { maxPayloadBytes, sendAccepted, sendForbidden } from "./replies.ts";
import { receiveBody } from "./request-body.ts";
import type { RuntimeSession } from "./session.ts";

/** POST `/runtime/init/error`: allowed once, before the first `/next`. The body is read before the state is looked at. */
export function initError(session: RuntimeSession, request: IncomingMessage, response: ServerResponse): void {
  receiveBody(request, session.clock, maxPayloadBytes, (body) => {
    if (!session.move("initError")) {
      sendForbidden(response, session.state, "initError");
      return;
    }
    session.failInit({ kind: "init-error", atMs: body.endedAtMs, post: errorPost(request, body) });
    sendAccepted(response);
  });
}
