import type {
  CheckResult,
  ConformanceResult,
  GroupResult,
  OutcomeCounts,
} from "../conformance/conformance-result.ts";
import { codeSpan, escaped } from "./markdown-text.ts";

/** What `thaw conformance` prints: the verdict, what does not hold, then every check with what it comes from. */
export function conformanceMarkdown(result: ConformanceResult): string {
  const broken = result.groups.flatMap(({ checks }) =>
    checks.filter(({ outcome }) => outcome.status === "failed"),
  );
  const parts = [
    `# Runtime conformance: ${escaped(result.subject)}`,
    verdict(result),
    ...(broken.length === 0 ? [] : ["## What does not hold", broken.map(failure).join("\n")]),
    ...result.groups.map(groupText),
  ];
  return `${parts.join("\n\n")}\n`;
}

function verdict({ conforms, required, optional, groups }: ConformanceResult): string {
  const blocked = groups
    .flatMap(({ checks }) => checks)
    .filter(({ requirement, outcome }) => requirement === "required" && isBlocked(outcome)).length;
  const unseen = blocked === 0 ? "" : `, ${blocked} could not be checked`;
  const first = conforms
    ? `**Conforms**: ${required.passed === 1 ? "the one required check holds" : `all ${required.passed} required checks hold`}.`
    : `**Does not conform**: ${required.failed} of ${total(required)} required checks ${required.failed === 1 ? "does" : "do"} not hold${unseen}.`;
  const left = required.skipped - blocked;
  const leftOut = left === 0 ? "" : ` ${left} required ${left === 1 ? "check was" : "checks were"} left out.`;
  const rest = [
    `${optional.passed} hold`,
    ...(optional.failed === 0 ? [] : [`${optional.failed} do not`]),
    ...(optional.skipped === 0 ? [] : [`${optional.skipped} did not apply`]),
  ];
  return `${first}${leftOut} Of the ${total(optional)} optional ones ${rest.join(", ")}.`;
}

function total({ passed, failed, skipped }: OutcomeCounts): number {
  return passed + failed + skipped;
}

function isBlocked(outcome: CheckResult["outcome"]): boolean {
  return outcome.status === "skipped" && outcome.why === "blocked";
}

function failure({ id, title, requirement, contract, outcome }: CheckResult): string {
  const lines = [`- ✗ \`${id}\` (${requirement}): ${escaped(title)}`];
  if (outcome.status === "failed") {
    lines.push(
      `  - expected: ${codeSpan(outcome.expected)}`,
      `  - found: ${codeSpan(outcome.found, 500)}`,
      `  - contract: ${sentenceOf(contract)}`,
    );
  }
  return lines.join("\n");
}

function groupText({ title, checks }: GroupResult): string {
  return `## ${escaped(title)}\n\n${checks.map(checkText).join("\n")}`;
}

function checkText(check: CheckResult): string {
  const { id, title, contract, requirement, outcome } = check;
  const optional = requirement === "optional" ? " (optional)" : "";
  const why = outcome.status === "skipped" ? `; not checked: ${escaped(outcome.reason)}` : "";
  return [
    `- ${mark(outcome)} \`${id}\`${optional}: ${escaped(title)}${why}`,
    `  ${sentenceOf(contract)}`,
  ].join("\\\n");
}

function sentenceOf({ sentence, source }: CheckResult["contract"]): string {
  return `“${escaped(sentence)}” (${escaped(source)})`;
}

function mark(outcome: CheckResult["outcome"]): string {
  switch (outcome.status) {
    case "passed":
      return "✓";
    case "failed":
      return "✗";
    case "skipped":
      return "–";
    default:
      return outcome satisfies never;
  }
}
