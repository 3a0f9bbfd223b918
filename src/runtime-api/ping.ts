import type { ServerResponse } from "node:http";
import { sendText } from "./replies.ts";

/** GET `/ping`: undocumented, answered by Lambda all the same. */
export function ping(response: ServerResponse): void {
  sendText(response, 200, "pong");
}
