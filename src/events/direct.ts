import { defineEvent, jsonParameter } from "./builtin-event.ts";

/** A direct invocation: the function gets the body and nothing around it. */
export const direct = defineEvent(
  "direct",
  "a direct invocation",
  { body: jsonParameter({}, "what the function gets") },
  ({ body }) => body,
);
