import type { ServerResponse } from "node:http";
import { sendForbidden } from "./replies.ts";
import type { RuntimeSession } from "./session.ts";

/** GET `/runtime/invocation/next`: blocks until there is an event; while one is unanswered, gives it again. */
export function invocationNext(session: RuntimeSession, response: ServerResponse): void {
  const askedAtMs = session.clock.nowMs();
  if (!session.askNext(response, askedAtMs)) {
    sendForbidden(response, session.state, "next");
  }
}
