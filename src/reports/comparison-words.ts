import type { Measure } from "../samples/phases.ts";
import type { Comparison, Difference, VariantComparison, Weakness } from "../statistics/comparison.ts";
import { shiftAndShare } from "./change-numbers.ts";
import { type NamedComparison, shortened, variantLabels } from "./compared.ts";
import { oneLine } from "./markdown-text.ts";
import { counted, enumerated } from "./numbers.ts";

/** What a comparison comes to, in a line. */
export interface Headline {
  /** `2 of 12 variants start slower`. */
  readonly verdict: string;
  /** The largest of what it is about: `order-api/nodejs24.x init +14.2 ms (+9.1 %, 11.0 to 17.3)`. */
  readonly details: readonly string[];
  /** What else there is to say, in sentences. */
  readonly also: readonly string[];
}

/** A watched difference with its variant. */
export interface WatchedDifference {
  readonly variant: VariantComparison;
  readonly difference: Difference;
}

const shownDetails = 3;

/** The line that stands before all else; `shown` is how a medium shows words that are not ours. */
export function headline(compared: NamedComparison, shown: (words: string) => string): Headline {
  const { comparison } = compared;
  const slower = watchedOf(comparison, "slower");
  const faster = watchedOf(comparison, "faster");
  const broken = comparison.budgets.filter(({ verdict }) => verdict === "broken");
  const undecidedBudgets = comparison.budgets.filter(({ verdict }) => verdict === "undecided");
  const undecided = comparison.variants.filter(isOpen);
  const all = comparison.variants.length;
  const label = variantLabels(compared.facts);
  const detailed = (found: readonly WatchedDifference[]) => details(found, label, shown);
  const open = [
    ...(undecided.length === 0 ? [] : [`${ofAll(undecided.length, all, "variant")} undecided`]),
    ...(undecidedBudgets.length === 0
      ? []
      : [`${ofAll(undecidedBudgets.length, comparison.budgets.length, "budget")} undecided`]),
  ];
  const quicker = faster.length === 0 ? [] : [countedVariants(faster, all, "faster")];
  if (slower.length + broken.length > 0) {
    const verdict = enumerated([
      ...(slower.length === 0 ? [] : [countedVariants(slower, all, "slower")]),
      ...(broken.length === 0 ? [] : [`${ofAll(broken.length, comparison.budgets.length, "budget")} broken`]),
    ]);
    return { verdict, details: detailed(slower), also: [...quicker, ...open] };
  }
  if (open.length > 0) {
    return {
      verdict: enumerated(open),
      details: detailed(watchedOf(comparison, "undecided")),
      also: quicker,
    };
  }
  return faster.length > 0
    ? { verdict: countedVariants(faster, all, "faster"), details: detailed(faster), also: [] }
    : { verdict: "No change", details: [unchangedText(comparison)], also: [] };
}

/** True where nothing is to be said but that nothing changed. */
export function saysNothing({ variants, budgets, despite }: Comparison): boolean {
  return (
    despite.length === 0 &&
    variants.length > 0 &&
    variants.every(
      ({ verdict, weaknesses }) => weaknesses.length === 0 && (verdict === "same" || verdict === "identical"),
    ) &&
    budgets.every(({ verdict }) => verdict === "held" || verdict === "not-applicable")
  );
}

/** The watched differences of one verdict, the relatively largest first; undecided ones in their order. */
export function watchedOf({ variants }: Comparison, wanted: Difference["verdict"]): WatchedDifference[] {
  const found = variants.flatMap((variant) =>
    variant.differences
      .filter(({ watched, verdict = "undecided" }) => watched && verdict === wanted)
      .map((difference) => ({ variant, difference })),
  );
  return wanted === "slower" || wanted === "faster"
    ? found.toSorted((a, b) => distance(b.difference) - distance(a.difference))
    : found;
}

/** What was held against what, and how. */
export function settingText(comparison: Comparison, shown: (words: string) => string): string {
  const { kind, target, looks } = comparison;
  const baseline = `${shown(sideText(comparison.baseline))}`;
  const candidate = `${shown(sideText(comparison.candidate))}`;
  const taken =
    looks === undefined
      ? ""
      : ` Samples were looked at ${counted(looks.taken, "time")} of ${looks.planned} planned.`;
  const how =
    kind === "sides"
      ? `Baseline ${baseline}, candidate ${candidate}, measured alternately in one run on the ${target} target.`
      : `Baseline ${baseline}, candidate ${candidate}: two runs on the ${target} target, taken at different times. Drift between them is not excluded.`;
  return `${how}${placedText(comparison)}${taken}${leftOutText(comparison, shown)}`;
}

/** How far intervals hold what AWS makes of where it puts functions: a sentence or two, with a space before; empty but on Lambda. */
function placedText(comparison: Comparison): string {
  if (comparison.target !== "lambda") {
    return "";
  }
  const copies = judgedCopies(comparison);
  const held = copies.filter(({ inInterval }) => inInterval).length;
  const fewest = Math.min(...copies.map(({ baseline, candidate }) => Math.min(baseline, candidate)));
  const few = `a side has too few copies of its function to tell what AWS makes of where it puts them (${fewest}): its cold starts count as independent of each other, and what copies differ by is in the differences, and in no interval.`;
  if (copies.length === 0) {
    return " Each side ran on functions of its own.";
  }
  if (held === copies.length) {
    return ` Each side ran on copies of its function, at least ${fewest}: what AWS makes of where it puts them is in every interval that is judged.`;
  }
  return held === 0
    ? ` Each side ran on functions of its own, and ${few}`
    : ` Each side ran on functions of its own. What AWS makes of where it puts them is in ${held} of ${counted(copies.length, "judged interval")}; for the others ${few}`;
}

/** Of every watched difference: how many copies there were, and whether its interval holds what they differ by. */
function judgedCopies({ variants }: Comparison): NonNullable<Difference["copies"]>[] {
  const one = { baseline: 1, candidate: 1, inInterval: false };
  return variants.flatMap(({ differences }) =>
    differences.filter(({ watched }) => watched).map(({ copies = one }) => copies),
  );
}

/** What could not be measured, and need not: a sentence, with a space before it; empty where there is none. */
function leftOutText({ leftOut }: Comparison, shown: (words: string) => string): string {
  if (leftOut.length === 0) {
    return "";
  }
  const named = leftOut.slice(0, shownDetails).map(({ variant }) => shown(variant));
  const more = leftOut.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  return ` Left out, as what they need is not here: ${enumerated(all)}.`;
}

/** `warm invoke`, `init`. */
export function phaseText({ phase, temperature }: Measure): string {
  return temperature === "warm" ? `warm ${phase}` : phase;
}

/** `undecided: about 40 more cold starts would tell`; `slower`. */
export function verdictText({ verdict, watched, moreColdStarts }: Difference): string {
  if (!watched) {
    return "";
  }
  return verdict === undefined || verdict === "undecided"
    ? `undecided${moreColdStarts === undefined ? "" : `: about ${moreColdStarts} more cold starts would tell`}`
    : verdict;
}

/** What is weak of a variant, without its name; a reason on one line. */
export function weaknessText(weakness: Weakness): string {
  switch (weakness.kind) {
    case "missing":
      return `not measured in the ${weakness.side}: ${shortened(oneLine(weakness.reason), 240)}`;
    case "too-few":
      return `${counted(weakness.n, "environment")} with ${phaseText(weakness.measure)}: too few for an interval`;
    case "failed":
      return `${weakness.failed} of ${counted(weakness.of, "sample")} failed in the ${weakness.side}`;
    default:
      return weakness satisfies never;
  }
}

/** The error that all intervals of watched differences share, and over what. */
export function errorText(comparison: Comparison): string {
  const { kind, target, errorRate, watchedCount } = comparison;
  const percent = (100 * errorRate).toFixed(2).replace(/\.?0+$/, "");
  const aside = [
    ...(kind === "runs" ? ["drift between the runs"] : []),
    ...(target === "lambda" && !judgedCopies(comparison).every(({ inInterval }) => inInterval)
      ? ["where AWS puts a function"]
      : []),
  ];
  const excepted = aside.length === 0 ? "" : `, ${enumerated(aside)} aside`;
  return `Something unchanged is called slower or faster in at most ${percent} % of such comparisons, all ${counted(watchedCount, "watched difference")} together${excepted}.`;
}

function isOpen({ verdict, weaknesses, differences }: VariantComparison): boolean {
  return (
    verdict === "undecided" ||
    weaknesses.length > 0 ||
    differences.some(({ watched, verdict: own }) => watched && (own ?? "undecided") === "undecided")
  );
}

function details(
  found: readonly WatchedDifference[],
  label: (id: string) => string,
  shown: (words: string) => string,
): string[] {
  const texts = found.slice(0, shownDetails).map(({ variant, difference }) => {
    const { shift, ratio, verdict, moreColdStarts } = difference;
    const tell =
      (verdict ?? "undecided") === "undecided" && moreColdStarts !== undefined
        ? `: about ${moreColdStarts} more cold starts would tell`
        : "";
    return `${shown(label(variant.variant))} ${phaseText(difference)} ${shiftAndShare(shift, ratio)}${tell}`;
  });
  return found.length > shownDetails ? [...texts, `${found.length - shownDetails} more`] : texts;
}

function countedVariants(found: readonly WatchedDifference[], all: number, how: "slower" | "faster"): string {
  const count = new Set(found.map(({ variant }) => variant.variant)).size;
  const isCold = found.every(({ difference }) => difference.temperature === "cold");
  const verb = isCold ? (count === 1 ? "starts" : "start") : count === 1 ? "is" : "are";
  return `${count} of ${counted(all, "variant")} ${verb} ${how}`;
}

function ofAll(count: number, all: number, what: string): string {
  return `${count} of ${counted(all, what)} ${count === 1 ? "is" : "are"}`;
}

function unchangedText({ variants, budgets }: Comparison): string {
  const identical = variants.filter(({ verdict }) => verdict === "identical").length;
  const same = variants.length - identical;
  const held = budgets.filter(({ verdict }) => verdict === "held").length;
  return [
    ...(same > 0 ? [`${counted(same, "variant")} the same`] : []),
    ...(identical > 0 ? [`${identical} identical and not measured`] : []),
    ...(held > 0 ? [`${counted(held, "budget")} held`] : []),
  ].join(", ");
}

function distance({ ratio, shift }: Difference): number {
  const logarithm = Math.abs(Math.log(ratio.value));
  return Number.isFinite(logarithm) ? logarithm : Math.abs(shift.value);
}

function sideText({ name, gitDirty }: Comparison["baseline"]): string {
  return `${shortened(name)}${gitDirty === true ? ", with uncommitted changes" : ""}`;
}
