import type { CheckResult, ConformanceResult, GroupResult } from "../conformance/conformance-result.ts";
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
  const leftOut = required.skipped - blocked;
  const held =
    leftOut === 0 ? `all ${required.passed} required checks hold` : `the required checks that were made hold`;
  const all = listed([
    [required.failed, "failed"],
    [blocked, "could not be made"],
    [required.passed, "held"],
    [leftOut, "left out"],
  ]);
  const first = conforms ? `**Conforms**: ${held}.` : "**Does not conform**.";
  const detail = conforms && leftOut === 0 ? "" : ` Required checks: ${all}.`;
  const rest = listed([
    [optional.passed, "held"],
    [optional.failed, "failed"],
    [optional.skipped, "not checked"],
  ]);
  return `${first}${detail} Optional checks: ${rest}.`;
}

function listed(counts: readonly (readonly [number, string])[]): string {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ");
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
