import { stringify } from "csv-stringify/sync";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import type { PhaseSummary, Summary, VariantSummary } from "../statistics/summary.ts";

const columns = [
  "scenario",
  "variant",
  "target",
  "side",
  "method",
  "runtime",
  "label",
  "memory_mb",
  "architecture",
  "package",
  "layers",
  "axes",
  "phase",
  "temperature",
  "n",
  "failed",
  "min_ms",
  "p50_ms",
  "p50_low_ms",
  "p50_high_ms",
  "p90_ms",
  "p95_ms",
  "p99_ms",
  "p999_ms",
  "max_ms",
  "mean_ms",
  "stddev_ms",
] as const;

type Row = { readonly [Column in (typeof columns)[number]]?: string | number | undefined };

/**
 * summary.csv: a row for each variant, side, phase and temperature, lines ending in CRLF (RFC 4180). A temperature of
 * which every sample failed has one row all the same, of the phase that stands for it, with n = 0.
 */
export function summaryCsv(manifest: RunManifest, summary: Summary): string {
  const facts = new Map(manifest.variants.map((variant) => [variant.id, variant]));
  const rows = summary.variants.flatMap((variant) => {
    const own = facts.get(variant.variant);
    return own === undefined ? [] : variantRows(manifest, own, variant);
  });
  return stringify(rows, { header: true, columns: [...columns], record_delimiter: "windows" });
}

function variantRows(manifest: RunManifest, facts: VariantFacts, variant: VariantSummary): Row[] {
  const identity: Row = {
    scenario: facts.scenario,
    variant: facts.id,
    target: manifest.target,
    side: variant.side,
    method: variant.method,
    runtime: facts.runtime,
    label: facts.label,
    memory_mb: facts.memoryMb,
    architecture: facts.architecture,
    package: facts.package,
    layers: facts.layers,
    axes: axesText(facts.axes),
  };
  const failed = { cold: variant.failedCold, warm: variant.failedWarm };
  const rows = variant.phases.map((phase) => ({
    ...identity,
    ...phaseCells(phase),
    failed: failed[phase.temperature],
  }));
  return [
    ...rows,
    ...emptyRows(variant).map((cells) => ({
      ...identity,
      ...cells,
      n: 0,
      failed: failed[cells.temperature],
    })),
  ];
}

/** `key=value;key=value`. */
function axesText(axes: Readonly<Record<string, string>>): string {
  return Object.entries(axes)
    .map(([axis, value]) => `${axis}=${value}`)
    .join(";");
}

function phaseCells(phase: PhaseSummary): Row {
  return {
    phase: phase.phase,
    temperature: phase.temperature,
    n: phase.n,
    min_ms: cell(phase.minMs),
    p50_ms: cell(phase.p50Ms),
    p50_low_ms: cell(phase.p50Interval?.lowMs),
    p50_high_ms: cell(phase.p50Interval?.highMs),
    p90_ms: cell(phase.p90Ms),
    p95_ms: cell(phase.p95Ms),
    p99_ms: cell(phase.p99Ms),
    p999_ms: cell(phase.p999Ms),
    max_ms: cell(phase.maxMs),
    mean_ms: cell(phase.meanMs),
    stddev_ms: cell(phase.stddevMs),
  };
}

/** Tenths of a microsecond: below what any clock of ours resolves in one sample. */
function cell(value: number | undefined): string | undefined {
  return value?.toFixed(4);
}

function emptyRows(variant: VariantSummary): { readonly phase: string; readonly temperature: Temperature }[] {
  const seen = new Set(variant.phases.map((phase) => phase.temperature));
  return [
    ...(seen.has("cold") ? [] : [{ phase: "coldStart", temperature: "cold" as const }]),
    ...(seen.has("warm") || variant.failedWarm === 0
      ? []
      : [{ phase: "duration", temperature: "warm" as const }]),
  ];
}
