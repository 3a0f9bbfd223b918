import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { ValuesCollector } from "./collect-values.ts";
import type { RunValues } from "./environment-values.ts";
import { isPrecise } from "./is-precise.ts";
import { judgeSides } from "./judge-sides.ts";
import { firstBlocks } from "./keep-environments.ts";
import { plannedLooks } from "./looks.ts";
import { sidesPlan } from "./sides-plan.ts";
import { twoSidesOf } from "./two-sides.ts";

/** Looks at a run's samples now and then, and says which of its variants need no more. */
export interface Sequential {
  /** Numbers of blocks, warm-up blocks included, after which it is to be asked; ascending. */
  readonly looks: readonly number[];
  /** @throws InputError when the manifest does not know a sample's variant. */
  add(samples: readonly Sample[]): void;
  /** Ids of the variants that need nothing more, once so many blocks are on record. */
  endedAfter(blocks: number): ReadonlySet<string>;
}

/**
 * For a run of two sides: a variant ends at the look that decides its watched differences and budgets. It is the very rule of
 * `compareSides`, which repeats every decision from run.json and the samples. `manifest` says what was prepared, and so which
 * variants are not measured; its `stopping` is what it will be, whether it is there already or not.
 */
export function createDecisions(manifest: RunManifest): Sequential {
  const looks = manifest.stopping?.looks ?? plannedLooks(manifest.variants);
  const running: RunManifest = { ...manifest, stopping: { until: "decided", looks } };
  const plan = sidesPlan(manifest);
  return endingAt(looks, running, (values, blocks) => {
    const soFar = { manifest: running, plan, values, reached: () => blocks };
    return (variant) => {
      const sides = twoSidesOf(values, variant);
      return sides !== undefined && judgeSides(soFar, sides).decided;
    };
  });
}

/**
 * For a plain run: a variant ends at the look at which the medians of its cold start and, where it has warm invocations, of its
 * warm invoke are as tight as its scenario asks, on every side that it has. A variant of a scenario that asks nothing never ends.
 * Source: Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width sequential confidence intervals for the mean",
 * Ann. Math. Statist. 36 (1965): stopping by an interval's own width leaves its confidence nearly as it is, where samples are
 * not few. So the first look is not before about ten measured blocks, and reports mark such intervals.
 */
export function createPrecision(manifest: RunManifest): Sequential {
  const looks = manifest.stopping?.looks ?? plannedLooks(manifest.variants);
  return endingAt(looks, manifest, (values) => (variant) => {
    const precision = manifest.rules?.find(({ scenario }) => scenario === variant.scenario)?.precision;
    const sides = values.filter((side) => side.variant === variant.id);
    return (
      precision !== undefined &&
      sides.length > 0 &&
      sides.every((side) => isPrecise(side, variant, precision, manifest))
    );
  });
}

type HasEnded = (variant: RunManifest["variants"][number]) => boolean;

/** What has ended stays so: nothing more is taken of it. */
function endingAt(
  looks: readonly number[],
  manifest: RunManifest,
  lookAt: (values: RunValues, blocks: number) => HasEnded,
): Sequential {
  const collector = new ValuesCollector(manifest);
  const ended = new Set<string>();
  return {
    looks,
    add: (samples) => {
      for (const sample of samples) {
        collector.add(sample);
      }
    },
    endedAfter: (blocks) => {
      const values = collector.finish().map((side) => firstBlocks(side, blocks));
      const hasEnded = lookAt(values, blocks);
      for (const variant of manifest.variants) {
        if (!ended.has(variant.id) && hasEnded(variant)) {
          ended.add(variant.id);
        }
      }
      return new Set(ended);
    },
  };
}
