import type { IncomingMessage, ServerResponse } from "node:http";
import { errorPost } from "./invocation-error.ts";
import { maxPayloadBytes, sendAccepted, sendForbidden } from "./replies.ts";
import { receiveBody } from "./request-body.ts";
import type { RuntimeSession } from "./session.ts";

/**
 * POST `/runtime/init/error`: allowed once, before the first `/next`. While the environment is restored it counts as an error
 * of the restore. The body is read before the state is looked at.
 */
export function initError(session: RuntimeSession, request: IncomingMessage, response: ServerResponse): void {
  receiveBody(request, session.clock, maxPayloadBytes, (body) => {
    if (!session.move("initError")) {
      sendForbidden(response, session.state, "initError");
      return;
    }
    const post = errorPost(request, body);
    if (session.state === "RuntimeRestoreErrorState") {
      session.endRestore({ kind: "restore-error", atMs: body.endedAtMs, post });
    } else {
      session.endInit({ kind: "init-error", atMs: body.endedAtMs, post });
    }
    sendAccepted(response);
  });
}
