import type { ServerResponse } from "node:http";
import { sendForbidden } from "./replies.ts";
import type { RuntimeSession } from "./session.ts";

/** GET `/runtime/restore/next`: blocks across the snapshot; then 200 with nothing in it, and no header of Lambda's. */
export function restoreNext(session: RuntimeSession, response: ServerResponse): void {
  const askedAtMs = session.clock.nowMs();
  if (!session.askRestore(response, askedAtMs)) {
    sendForbidden(response, session.state, "restoreNext");
  }
}
