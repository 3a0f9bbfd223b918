import type { CheckResult, ConformanceResult, GroupResult } from "../conformance/conformance-result.ts";
import { attribute, xml } from "./xml-text.ts";

/**
 * What `thaw conformance --format junit` prints: a suite for each topic, a case for each check. A failure is a required check
 * that does not hold, an error one that could not be checked; an optional one that does not hold counts as skipped.
 */
export function conformanceJunit({ subject, groups }: ConformanceResult): string {
  const suites = groups.map((group) => suite(subject, group));
  const all = groups.flatMap(({ checks }) => checks);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="thaw conformance" ${counts(all)}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(subject: string, { title, checks }: GroupResult): string {
  return [
    `  <testsuite name="${attribute(title)}" ${counts(checks)}>`,
    "    <properties>",
    `      <property name="subject" value="${attribute(subject)}"/>`,
    "    </properties>",
    ...checks.map((check) => testCase(title, check)),
    "  </testsuite>",
  ].join("\n");
}

function counts(checks: readonly CheckResult[]): string {
  const count = (kind: Verdict["kind"]) => checks.filter((check) => verdictOf(check).kind === kind).length;
  return `tests="${checks.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

function testCase(group: string, check: CheckResult): string {
  const { id, title, contract, requirement } = check;
  const verdict = verdictOf(check);
  const told =
    verdict.kind === "passed" ? [] : [`      <${verdict.kind} message="${attribute(verdict.message)}"/>`];
  return [
    `    <testcase classname="${attribute(group)}" name="${attribute(`${id}: ${title}`)}">`,
    ...told,
    `      <system-out>${xml(`${requirement}: ${contract.sentence} (${contract.source})`)}</system-out>`,
    "    </testcase>",
  ].join("\n");
}

type Verdict =
  | { readonly kind: "passed" }
  | { readonly kind: "failure" | "error" | "skipped"; readonly message: string };

function verdictOf({ requirement, outcome }: CheckResult): Verdict {
  const isRequired = requirement === "required";
  switch (outcome.status) {
    case "passed":
      return { kind: "passed" };
    case "failed": {
      const message = `expected ${outcome.expected}, found ${outcome.found}`;
      return isRequired ? { kind: "failure", message } : { kind: "skipped", message: `optional: ${message}` };
    }
    case "skipped":
      return { kind: isRequired && outcome.why === "blocked" ? "error" : "skipped", message: outcome.reason };
    default:
      return outcome satisfies never;
  }
}
