import type { AnyPhase, Measure, Phase } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { seededRandom } from "../shared/seeded-random.ts";
import { type CollectedRun, collect } from "./collect.ts";
import type { CollectedPlatformTime } from "./collect-platform.ts";
import type { CollectedVariant } from "./collect-variant.ts";
import type { FunctionCopyName } from "./copy-numbers.ts";
import { copySpread } from "./copy-spread.ts";
import type { Cost } from "./cost.ts";
import { eachPrices, type PricedVariant, priceVariant, totalCost } from "./costs.ts";
import { describeDistribution } from "./describe.ts";
import type { Distribution } from "./distributions.ts";
import { medianOf } from "./environment-medians.ts";
import { lostCost } from "./lost-cost.ts";
import { memoryChoices } from "./memory-choices.ts";
import { hasIdenticalSides } from "./sides-plan.ts";
import type {
  CopySpread,
  DistributionSummary,
  PhaseSummary,
  PlatformTimeSummary,
  Summary,
  VariantSummary,
} from "./summary.ts";
import { tailSummary } from "./tail-summary.ts";

/** Summarises the samples of a run in one pass. @throws InputError as `collect` does. */
export async function summarise(manifest: RunManifest, samples: AsyncIterable<Sample>): Promise<Summary> {
  return summaryOf(manifest, await collect(manifest, samples));
}

/** The summary of collected samples. Resampling depends on the run's seed alone: the same samples give the same. */
export function summaryOf(manifest: RunManifest, run: CollectedRun): Summary {
  const priced = run.variants.map((variant) => priceVariant(manifest, variant));
  const variants = run.variants.map((variant, index) => ({
    ...variantSummary(manifest, variant),
    cost: priced[index]?.cost,
  }));
  const identical = manifest.variants.flatMap(({ id, prepared }) =>
    hasIdenticalSides({ prepared }) && !variants.some(({ variant }) => variant === id) ? [id] : [],
  );
  return {
    variants,
    ...(identical.length === 0 ? {} : { identical }),
    sampleCount: run.sampleCount,
    environmentCount: run.environmentCount,
    stealMs: run.stealMs,
    cpuPressure: medianOfAny(run.cpuPressures),
    tail: tailSummary(run.variants.flatMap(({ tailPairs }) => tailPairs)),
    cost: costOf(manifest, variants, priced),
  };
}

function costOf(
  manifest: RunManifest,
  variants: readonly VariantSummary[],
  priced: readonly (PricedVariant | undefined)[],
): Cost | undefined {
  const known = priced.filter((one) => one !== undefined);
  return known.length === 0
    ? undefined
    : {
        prices: eachPrices(known.map(({ prices }) => prices)),
        run: totalCost(
          known.map(({ run }) => run).filter((run) => run !== undefined),
          lostCost(manifest),
        ),
        memory: memoryChoices(manifest, variants),
      };
}

function variantSummary(manifest: RunManifest, collected: CollectedVariant): VariantSummary {
  const { distributions, extensions, memoryPeaksMb, cpuInitMs, cpuInvokeMs, ...others } = collected;
  const { copyNames, placement, tailPairs, platform, billing: _billing, ...counts } = others;
  const { variant, side } = collected;
  const seeds = [manifest.seed, variant, side ?? ""];
  const shortOfCpu = shortageOf(manifest, collected);
  const phases = distributions.map((distribution) => phaseSummary(distribution, seeds));
  return {
    ...counts,
    phases,
    extensions: extensions.map(({ name, distributions: ofName }) => ({
      name,
      phases: ofName.map((distribution) => phaseSummary(distribution, [...seeds, name])),
    })),
    ...(platform.length === 0 ? {} : { platform: platform.map((time) => platformSummary(time, seeds)) }),
    ...(shortOfCpu === undefined ? {} : { shortOfCpu }),
    maxMemoryMb: medianOfAny(memoryPeaksMb),
    cpuInitMs: medianOfAny(cpuInitMs),
    cpuInvokeMs: medianOfAny(cpuInvokeMs),
    placement: placement && describeDistribution(placement, seededRandom(...seeds, "placement")),
    copies: copySpreads(distributions, phases, copyNames),
    tail: tailSummary(tailPairs),
  };
}

function platformSummary(
  { name, distributions }: CollectedPlatformTime,
  seeds: readonly (string | number)[],
): PlatformTimeSummary {
  const phases = distributions.map((distribution) =>
    describeDistribution(distribution, seededRandom(...seeds, "platform", name)),
  );
  return { name, phases };
}

/** Where a median stands for a function as a whole. */
const spreadOf: readonly Measure[] = [
  { phase: "coldStart", temperature: "cold" },
  { phase: "duration", temperature: "warm" },
];

function copySpreads(
  distributions: readonly Distribution<Phase>[],
  phases: readonly PhaseSummary[],
  names: readonly FunctionCopyName[],
): CopySpread[] | undefined {
  const spreads = distributions.flatMap((distribution, index) => {
    const { phase, temperature } = distribution;
    const isShown = spreadOf.some((one) => one.phase === phase && one.temperature === temperature);
    const spread = isShown ? copySpread(distribution, phases[index]?.p50Interval, names) : undefined;
    return spread === undefined ? [] : [spread];
  });
  return spreads.length === 0 ? undefined : spreads;
}

function shortageOf(
  { variants }: RunManifest,
  { variant, side }: CollectedVariant,
): VariantSummary["shortOfCpu"] {
  const prepared = variants.find(({ id }) => id === variant)?.prepared ?? [];
  const { cores, neededCores } = prepared.find((facts) => facts.side === side)?.cpu ?? {};
  return cores === undefined || neededCores === undefined ? undefined : { neededCores, cores };
}

function phaseSummary<P extends AnyPhase>(
  distribution: Distribution<P>,
  seeds: readonly (string | number)[],
): DistributionSummary & { readonly phase: P } {
  const { phase } = distribution;
  return { phase, ...describeDistribution(distribution, seededRandom(...seeds, phase)) };
}

function medianOfAny(values: Float64Array): number | undefined {
  return values.length === 0 ? undefined : medianOf(values);
}
