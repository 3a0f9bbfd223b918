import type { CheckResult, ConformanceResult, OutcomeCounts } from "./conformance-result.ts";

/** Counts how checks ended, and says whether all that are required hold. */
export function countOutcomes(
  checks: readonly CheckResult[],
): Pick<ConformanceResult, "conforms" | "required" | "optional"> {
  const required = checks.filter(({ requirement }) => requirement === "required");
  const optional = checks.filter(({ requirement }) => requirement === "optional");
  return { conforms: !required.some(fails), required: counts(required), optional: counts(optional) };
}

/** A check that is blocked does not hold either: nobody has seen that it does. */
function fails({ outcome }: CheckResult): boolean {
  return outcome.status === "failed" || (outcome.status === "skipped" && outcome.why === "blocked");
}

function counts(checks: readonly CheckResult[]): OutcomeCounts {
  const count = (status: CheckResult["outcome"]["status"]) =>
    checks.filter(({ outcome }) => outcome.status === status).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}
