import type { IncomingMessage, ServerResponse } from "node:http";
import { errorPost } from "./invocation-error.ts";
import { maxPayloadBytes, sendAccepted, sendForbidden } from "./replies.ts";
import { receiveBody } from "./request-body.ts";
import type { RuntimeSession } from "./session.ts";

/** POST `/runtime/restore/error`: a hook failed after the restore. */
export function restoreError(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  receiveBody(request, session.clock, maxPayloadBytes, (body) => {
    if (!session.move("restoreError")) {
      sendForbidden(response, session.state, "restoreError");
      return;
    }
    session.endRestore({ kind: "restore-error", atMs: body.endedAtMs, post: errorPost(request, body) });
    sendAccepted(response);
  });
}
