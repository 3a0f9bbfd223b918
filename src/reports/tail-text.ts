import type { Summary } from "../statistics/summary.ts";
import { shiftWithUnit } from "./change-numbers.ts";
import { counted } from "./numbers.ts";

/** What asking for the log's end does to warm round trips, in a sentence; undefined where it was not tried both ways. */
export function tailText({ tail }: Summary): string | undefined {
  if (tail === undefined) {
    return undefined;
  }
  const { environments, withTail, withoutTail, shiftMs } = tail;
  return (
    `asking for it changed the round trip of a warm call by ${shiftWithUnit(shiftMs, "ms")}: ` +
    `${counted(withTail, "call")} that asked against ${withoutTail} that did not, within ${counted(environments, "environment")}; ` +
    "round trips in this report are of calls that asked"
  );
}
