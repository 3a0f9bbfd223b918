import type { Phase } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import type { DistributionSummary, PhaseSummary, VariantSummary } from "../statistics/summary.ts";
import { initAgainText } from "./exceptions-text.ts";
import type { Table } from "./markdown-text.ts";
import { absent, counted, decimalsFor, figure, withInterval } from "./numbers.ts";

/** One line of the table that a reader decides from. */
export interface DecisionRow {
  /** What the line is called; as many as there are label titles. */
  readonly labels: readonly string[];
  readonly variant: VariantSummary;
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
}

/** Titles in full with their units, or short ones for a terminal, where the units stand elsewhere. */
export type TitleStyle = "full" | "short";

/**
 * What a caller waits for, first: cold start, its two parts, placement ahead of it, warm invocations, memory. Milliseconds; columns that
 * no variant can fill are left out; failures, repeated inits and recycled environments stand in the table wherever there
 * are any.
 */
export function decisionTable(
  labelTitles: readonly string[],
  rows: readonly DecisionRow[],
  style: TitleStyle = "full",
): Table {
  const variants = rows.map((row) => row.variant);
  const columns = [...measuredColumns(variants, style), ...sampleColumns(variants)];
  return {
    header: [...labelTitles, ...columns.map((column) => column.title)],
    alignments: [...labelTitles.map(() => "left" as const), ...columns.map(() => "right" as const)],
    rows: rows.map((row, index) => [
      ...row.labels,
      ...columns.map((column) => column.cells[index] ?? absent),
    ]),
  };
}

/** The phase of a variant, where it was seen. */
export function phaseOf(
  variant: VariantSummary,
  phase: Phase,
  temperature: Temperature,
): PhaseSummary | undefined {
  return variant.phases.find((found) => found.phase === phase && found.temperature === temperature);
}

function measuredColumns(variants: readonly VariantSummary[], style: TitleStyle): Column[] {
  const title = (full: string, short: string) => (style === "full" ? full : short);
  const warm = warmPhase(variants);
  const cold = variants.map((variant) => phaseOf(variant, "coldStart", "cold"));
  const init = variants.map(
    (variant) => phaseOf(variant, "init", "cold") ?? phaseOf(variant, "restore", "cold"),
  );
  // Without a snapshot an environment has both.
  const afterInit = variants.map((variant) =>
    phaseOf(variant, "init", "cold") ? phaseOf(variant, "restore", "cold") : undefined,
  );
  const first = variants.map((variant) => phaseOf(variant, "duration", "cold"));
  const later = variants.map((variant) => phaseOf(variant, warm, "warm"));
  const placement = variants.map((variant) => variant.placement);
  const memory = variants.map((variant) => variant.maxMemoryMb);
  const columns = [
    { title: title("Cold start [ms]", "Cold start"), cells: medians(cold, "with interval") },
    { title: title(`${startTitle(variants)} [ms]`, startTitle(variants)), cells: medians(init, "alone") },
    { title: title("Restore [ms]", "Restore"), cells: medians(afterInit, "alone") },
    { title: title("First duration [ms]", "First"), cells: medians(first, "alone") },
    { title: title("Placement [ms]", "Placed"), cells: medians(placement, "alone") },
    { title: title(`Warm ${warm} [ms]`, "Warm"), cells: medians(later, "with interval") },
    { title: title("Warm p99 [ms]", "p99"), cells: figures(later.map((phase) => phase?.p99Ms)) },
    {
      title: title("Memory [MB]", "Memory"),
      cells: memory.map((megabytes) =>
        figure(megabytes, megabytes === undefined || megabytes >= 100 ? 0 : 1),
      ),
    },
  ];
  return columns.filter((column, index) => index === 0 || column.cells.some((cell) => cell !== absent));
}

/** Beside variants of Lambda, which has no `invoke`, that of a local target is no like figure. */
function warmPhase(variants: readonly VariantSummary[]): "invoke" | "duration" {
  const seen = variants.filter((variant) => phaseOf(variant, "duration", "warm") !== undefined);
  return variants.some((variant) => phaseOf(variant, "invoke", "warm") !== undefined) &&
    seen.every((variant) => phaseOf(variant, "invoke", "warm") !== undefined)
    ? "invoke"
    : "duration";
}

/** What stands in the column of init: where a snapshot is restored instead, that. */
function startTitle(variants: readonly VariantSummary[]): string {
  const initialised = variants.filter((variant) => phaseOf(variant, "init", "cold") !== undefined);
  const restored = variants.filter(
    (variant) => !initialised.includes(variant) && phaseOf(variant, "restore", "cold") !== undefined,
  );
  if (restored.length === 0) {
    return "Init";
  }
  return initialised.length === 0 ? "Restore" : "Init or restore";
}

function medians(
  phases: readonly (DistributionSummary | undefined)[],
  kind: "alone" | "with interval",
): string[] {
  const decimals = decimalsFor(phases.map((phase) => phase?.p50Ms));
  return phases.map((phase) =>
    withInterval(phase?.p50Ms, kind === "alone" ? undefined : phase?.p50Interval, decimals),
  );
}

function figures(values: readonly (number | undefined)[]): string[] {
  const decimals = decimalsFor(values);
  return values.map((value) => figure(value, decimals));
}

function sampleColumns(variants: readonly VariantSummary[]): Column[] {
  const counts = variants.map((variant) => `${takenOf(variant).cold} + ${takenOf(variant).warm}`);
  return [
    ...(new Set(counts).size > 1 ? [{ title: "Cold + warm", cells: counts }] : []),
    ...whereAny("Failed", variants.map(failedText)),
    ...whereAny("Init again", variants.map(initAgainText)),
    ...whereAny(
      "Recycled",
      variants.map(({ recycled }) => (recycled === 0 ? "" : String(recycled))),
    ),
  ];
}

/** A column of counts that are told where there are any. */
function whereAny(title: string, texts: readonly string[]): Column[] {
  return texts.some((text) => text !== "") ? [{ title, cells: texts.map((text) => text || "0") }] : [];
}

/** `3 of 23 cold, 1 of 200 warm`; empty where nothing failed. */
export function failedText(variant: VariantSummary): string {
  const { failedCold, okCold, failedWarm, okWarm, failedWarmup } = variant;
  return [
    failedCold > 0 ? `${failedCold} of ${failedCold + okCold} cold` : "",
    failedWarm > 0 ? `${failedWarm} of ${failedWarm + okWarm} warm` : "",
    failedWarmup > 0 ? `${failedWarmup} in warm-up` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** `20 cold starts and 200 warm invocations of each`, where that is the same for all. */
export function sharedCounts(variants: readonly VariantSummary[]): string | undefined {
  const counts = variants.map(takenOf);
  const [first] = counts;
  if (first === undefined || counts.some(({ cold, warm }) => cold !== first.cold || warm !== first.warm)) {
    return undefined;
  }
  const warm = first.warm === 0 ? "" : ` and ${counted(first.warm, "warm invocation")}`;
  return `${counted(first.cold, "cold start")}${warm}${variants.length > 1 ? " of each" : ""}`;
}

/** Samples outside warm-up, failed ones included. */
function takenOf({ okCold, failedCold, okWarm, failedWarm }: VariantSummary): {
  readonly cold: number;
  readonly warm: number;
} {
  return { cold: okCold + failedCold, warm: okWarm + failedWarm };
}
