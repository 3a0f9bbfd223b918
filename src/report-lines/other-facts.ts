import type { ParsedReport } from "./parse-report.ts";

/** The field of a sample that holds what a report says and no field of its own has; left out where there is nothing. */
export function otherFactsOf({ traceId, other }: ParsedReport): {
  readonly otherFacts?: Readonly<Record<string, string>>;
} {
  const otherFacts = { ...(traceId === undefined ? {} : { traceId }), ...other };
  return Object.keys(otherFacts).length === 0 ? {} : { otherFacts };
}
