import type { ConformanceResult } from "../conformance/conformance-result.ts";

/** Version of this document. Raised when a field changes its meaning or goes. */
const conformanceJsonVersion = 1;

/** What `thaw conformance --format json` prints: one list of all checks, each with its group and how it ended. */
export function conformanceJson(result: ConformanceResult): string {
  const { subject, conforms, required, optional, groups } = result;
  const checks = groups.flatMap(({ title: group, checks }) =>
    checks.map(({ outcome, ...check }) => ({ group, ...check, ...outcome })),
  );
  const document = { version: conformanceJsonVersion, subject, conforms, required, optional, checks };
  return `${JSON.stringify(document, null, 2)}\n`;
}
