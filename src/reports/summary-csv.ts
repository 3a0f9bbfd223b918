import { stringify } from "csv-stringify/sync";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import type { DistributionSummary, Summary, VariantSummary } from "../statistics/summary.ts";

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
  "extension",
  "after_reset",
  "repeated_init",
  "recycled",
  "needed_cores",
  "cores",
] as const;

type Row = { readonly [Column in (typeof columns)[number]]?: string | number | undefined };
type CountedRow = Row & { readonly temperature: Temperature };

/**
 * summary.csv: a row for each variant, side, phase and temperature, `placement` as a phase of cold starts, and for each phase of an
 * extension; lines ending in CRLF (RFC 4180). A temperature of which no sample is in a distribution has one row all the same, of the
 * phase that stands for it, with n = 0.
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
    needed_cores: variant.shortOfCpu?.neededCores.toFixed(4),
    cores: variant.shortOfCpu?.cores,
  };
  const rows = [
    ...variant.phases.map((phase) => phaseCells(phase.phase, phase)),
    ...(variant.placement === undefined ? [] : [phaseCells("placement", variant.placement)]),
    ...variant.extensions.flatMap(({ name, phases }) =>
      phases.map((phase) => ({ ...phaseCells(phase.phase, phase), extension: name })),
    ),
    ...(variant.platform ?? []).flatMap(({ name, phases }) =>
      phases.map((phase) => phaseCells(`platform.${name}`, phase)),
    ),
    ...emptyRows(variant),
  ];
  return rows.map((cells) => ({ ...identity, ...cells, ...countCells(variant, cells.temperature) }));
}

/** What is not in the distributions of a temperature, or not as planned. */
function countCells(variant: VariantSummary, temperature: Temperature): Row {
  const { recycled } = variant;
  return temperature === "cold"
    ? { failed: variant.failedCold, after_reset: 0, repeated_init: variant.repeatedInit, recycled }
    : { failed: variant.failedWarm, after_reset: variant.afterReset, repeated_init: 0, recycled };
}

/** `key=value;key=value`. */
function axesText(axes: Readonly<Record<string, string>>): string {
  return Object.entries(axes)
    .map(([axis, value]) => `${axis}=${value}`)
    .join(";");
}

/** `name` is that of a phase, or of what is made of several. */
function phaseCells(name: string, phase: DistributionSummary): CountedRow {
  return {
    phase: name,
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

function emptyRows({ phases, failedWarm, afterReset }: VariantSummary): CountedRow[] {
  const seen = new Set(phases.map((phase) => phase.temperature));
  return [
    ...(seen.has("cold") ? [] : [{ phase: "coldStart", temperature: "cold" as const, n: 0 }]),
    ...(seen.has("warm") || failedWarm + afterReset === 0
      ? []
      : [{ phase: "duration", temperature: "warm" as const, n: 0 }]),
  ];
}
