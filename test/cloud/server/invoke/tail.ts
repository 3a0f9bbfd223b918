import type { Context } from "../context.ts";

/** What `LogType: Tail` gives of a log. */
const tailBytes = 4096;

/** The last 4 KB as base64, cut wherever that falls. */
export function tailOf(context: Context, log: string): string {
  const told = context.happens("missingReport")
    ? log.replace(/(^REPORT |^.*"platform\.report").*\n/m, "")
    : log;
  return Buffer.from(told).subarray(-tailBytes).toString("base64");
}
