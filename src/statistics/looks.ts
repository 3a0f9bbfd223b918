import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { spentLevels } from "./error-spending.ts";

/** What of a variant decides how much of its plan so many blocks are. */
export type PlannedBlocks = Pick<VariantFacts, "cold" | "warmupBlocks">;

/** A look at the samples of one variant. */
export interface Look {
  /** It has the samples of this many blocks, warm-up blocks included. */
  readonly blocks: number;
  /** Two-sided level at which one difference is judged. */
  readonly level: number;
}

const mostLooks = 5;

/** Before so many measured blocks a look decides next to nothing. */
const leastBlocks = 10;

/**
 * After how many blocks, warm-up blocks included, samples are looked at: at most five times, evenly over the measured blocks of
 * the variant with most of them, the last time at its end. Smaller plans have fewer looks; below 20 measured blocks there is one.
 */
export function plannedLooks(variants: readonly PlannedBlocks[]): number[] {
  const [largest] = variants.toSorted((one, other) => blocksOf(other) - blocksOf(one));
  if (largest === undefined) {
    return [];
  }
  const { cold, warmupBlocks } = largest;
  const count = Math.max(1, Math.min(mostLooks, Math.floor(cold / leastBlocks)));
  return Array.from({ length: count }, (_, index) => warmupBlocks + Math.ceil((cold * (index + 1)) / count));
}

function blocksOf({ cold, warmupBlocks }: PlannedBlocks): number {
  return cold + warmupBlocks;
}

/** When the samples of a run are looked at: numbers of blocks, warm-up blocks included. */
export interface LooksAt {
  /** As planned, ascending. */
  readonly looks: readonly number[];
  /** Where a segment was cut and reported. */
  readonly cuts?: readonly number[] | undefined;
}

/**
 * When a run is looked at that does not have all that it planned in one piece; undefined where it has, and nothing could end it
 * early: it is one of fixed size.
 */
export function looksAt({ stopping, cuts, state, blocks }: RunManifest): LooksAt | undefined {
  return stopping === undefined && cuts === undefined && state === "complete"
    ? undefined
    : { looks: stopping?.looks ?? [blocks], cuts };
}

/**
 * The looks that a variant had by the time it had `reached` so many blocks, each with its level. The information at a look is
 * the share of the variant's measured blocks; a look that adds none is none. Where planned looks lie beyond `reached`, the end of
 * a run that was cut there is a look more.
 * Source of spending by information: K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials",
 * Biometrika 70 (1983): neither number nor times of the looks need be fixed beforehand.
 */
export function looksTaken(
  variant: PlannedBlocks,
  { looks, cuts = [] }: LooksAt,
  reached: number,
  alpha: number,
): Look[] {
  const end = looks.some((blocks) => blocks > reached) ? [reached] : [];
  const before = [...looks, ...cuts].filter((blocks) => blocks <= reached);
  const counts = [...new Set([...before, ...end])].sort((one, other) => one - other);
  const informative = counts.filter(
    (blocks, index) =>
      informationAt(variant, blocks) > (index === 0 ? 0 : informationAt(variant, counts[index - 1] ?? 0)),
  );
  const levels = spentLevels(
    informative.map((blocks) => informationAt(variant, blocks)),
    alpha,
  );
  return informative.map((blocks, index) => ({ blocks, level: levels[index] ?? 0 }));
}

/**
 * How many blocks a variant reached that has samples of `own` ones, in a run that has come to `run`: it ended at the first look
 * that has all of its samples, if the run came that far, or else where the run was cut.
 */
export function reachedBlocks({ looks }: LooksAt, own: number, run: number): number {
  const ended = looks.find((blocks) => blocks >= own);
  return ended !== undefined && ended <= run ? ended : run;
}

/** The share of a variant's measured blocks that so many blocks hold, 0 to 1. */
function informationAt({ cold, warmupBlocks }: PlannedBlocks, blocks: number): number {
  return Math.min(1, Math.max(0, blocks - warmupBlocks) / Math.max(1, cold));
}
