import { readFileSync } from "node:fs";

/**
 * Lines that people have published from real logs, and a few from Lambda's documentation: of the text format (an XRAY line
 * joined to its REPORT line), of the JSON format, and those that are no REPORT lines. Their identifiers are as published.
 */
export const collected = {
  reports: linesOf("report-lines.txt"),
  events: linesOf("report-lines.jsonl"),
  platform: linesOf("platform-lines.txt"),
} as const;

function linesOf(file: string): readonly string[] {
  const text = readFileSync(new URL(`collected/${file}`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "");
}
