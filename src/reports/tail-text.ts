import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary, TailSummary } from "../statistics/summary.ts";
import { shiftWithUnit } from "./change-numbers.ts";
import { counted } from "./numbers.ts";

/**
 * What asking for the log's end does to warm round trips, in a sentence, or that these samples do not tell it; undefined for what has no
 * warm round trips, such as an imported run.
 */
export function tailText({ target }: RunManifest, { tail, variants }: Summary): string | undefined {
  if (tail !== undefined) {
    return triedBothWays(tail);
  }
  const hasWarm = variants.some(({ phases }) =>
    phases.some(({ phase, temperature }) => phase === "roundTrip" && temperature === "warm"),
  );
  return target === "lambda" && hasWarm
    ? "what asking for it does to the round trip of a warm call these samples cannot tell: no environment has calls that asked and calls that did not"
    : undefined;
}

function triedBothWays({ environments, withTail, withoutTail, shiftMs }: TailSummary): string {
  const { low, high } = shiftMs;
  const shift = shiftWithUnit(shiftMs, "ms");
  // An interval that holds zero may be of no change at all.
  const said =
    low > 0 || high < 0 || low === high
      ? `asking for it changed the round trip of a warm call by ${shift}`
      : `whether asking for it changes the round trip of a warm call these samples cannot tell, ${shift}`;
  return (
    `${said}: ${counted(withTail, "call")} that asked against ${withoutTail} that did not, ` +
    `within ${counted(environments, "environment")}; round trips in this report are of calls that asked`
  );
}
