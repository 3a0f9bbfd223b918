import type { BudgetJudgement } from "../statistics/comparison.ts";
import { measuredText } from "./budget-table.ts";
import { shiftAndShare } from "./change-numbers.ts";
import { type Compared, shortened, variantLabels } from "./compared.ts";
import {
  headline,
  phaseText,
  settingText,
  verdictText,
  type WatchedDifference,
  watchedOf,
  weaknessText,
} from "./comparison-words.ts";
import { oneLine } from "./markdown-text.ts";

/** GitHub shows ten annotations of a level for each step, and drops the others without a word. */
const mostOfLevel = 10;

type Level = "error" | "warning" | "notice";

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
}

/**
 * A comparison as GitHub's workflow commands: an error for what is slower or broken, a warning for what could not be told, a notice
 * for what is faster and for the verdict of the whole. At most ten of a level; the last one then counts the others. What the gate
 * leaves out is a warning at most.
 */
export function comparisonGithub(compared: Compared): string {
  const levels = (["error", "warning", "notice"] as const).map((level) =>
    capped(
      annotationsOf(compared).filter((one) => one.level === level),
      level,
    ),
  );
  return `${levels.flat().map(commandText).join("\n")}\n`;
}

function annotationsOf(compared: Compared): Annotation[] {
  const { comparison, facts, failOn } = compared;
  const label = variantLabels(facts);
  const verdictLevel: Level = failOn === "budget" ? "warning" : "error";
  const budgetLevel: Level = failOn === "slower" ? "warning" : "error";
  const ofDifference = (level: Level) => (found: WatchedDifference) => ({
    level,
    title: `${label(found.variant.variant)} ${phaseText(found.difference)}`,
    message: `${verdictText(found.difference)}: ${shiftAndShare(found.difference.shift, found.difference.ratio)}`,
  });
  const ofBudget = (level: Level) => (budget: BudgetJudgement) => ({
    level,
    title: `${label(budget.variant)} ${budget.budget}`,
    message: budgetMessage(budget),
  });
  const budgets = (verdict: BudgetJudgement["verdict"]) =>
    comparison.budgets.filter((budget) => budget.verdict === verdict);
  return [
    summary(compared),
    ...watchedOf(comparison, "slower").map(ofDifference(verdictLevel)),
    ...budgets("broken").map(ofBudget(budgetLevel)),
    ...comparison.despite.map((reason) => ({
      level: "warning" as const,
      title: "Compared all the same",
      message: shortened(reason, 300),
    })),
    ...comparison.variants.flatMap(({ variant, weaknesses }) =>
      weaknesses.map((weakness) => ({
        level: "warning" as const,
        title: label(variant),
        message: weaknessText(weakness),
      })),
    ),
    ...watchedOf(comparison, "undecided").map(ofDifference("warning")),
    ...budgets("undecided").map(ofBudget("warning")),
    ...watchedOf(comparison, "faster").map(ofDifference("notice")),
  ];
}

function summary(compared: Compared): Annotation {
  const { verdict, details, also } = headline(compared, (words) => words);
  const about = details.length === 0 ? "" : `: ${details.join("; ")}`;
  const message = [`${verdict}${about}`, ...also].map((text) => `${text}.`).join(" ");
  return {
    level: "notice",
    title: "thaw compare",
    message: `${message} ${settingText(compared.comparison, oneLine)}`,
  };
}

function budgetMessage(judgement: BudgetJudgement): string {
  const { budget, limit, verdict, reason } = judgement;
  const why = reason === undefined ? "" : ` (${shortened(reason, 240)})`;
  return `budget ${budget} ${limit} is ${verdict}: ${measuredText(judgement)}${why}`;
}

function capped(annotations: readonly Annotation[], level: Level): readonly Annotation[] {
  const left = annotations.length - mostOfLevel;
  return left <= 0
    ? annotations
    : [
        ...annotations.slice(0, mostOfLevel - 1),
        { level, title: "thaw compare", message: `${left + 1} more like these; thaw compare --json has all` },
      ];
}

/** The escapes that the runner undoes: actions/toolkit, packages/core/src/command.ts. */
function commandText({ level, title, message }: Annotation): string {
  const data = (text: string) =>
    oneLine(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::${level} title=${property(title)}::${data(message)}`;
}
