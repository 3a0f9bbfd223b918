import type { Compared } from "./compared.ts";

/** Version of this document. Raised when a field changes its meaning or goes. */
export const comparisonJsonVersion = 1;

/** What `thaw compare --format json` prints; schema/comparison.schema.json describes it. Ends of intervals that are not known are absent. */
export function comparisonJson({ comparison, failOn, gate }: Compared): string {
  const document = { formatVersion: comparisonJsonVersion, ...comparison, gate: { failOn, ...gate } };
  return `${JSON.stringify(document, withoutInfinity, 2)}\n`;
}

/** For `JSON.stringify`, which would write an infinite number as null. */
export function withoutInfinity(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
}
