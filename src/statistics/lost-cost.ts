import { mostInvocationsUsd } from "../pricing/most-usd.ts";
import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { LostEnvironments, RunManifest, Segment } from "../samples/run-manifest.ts";
import { boundsOf } from "./bounds-of.ts";

/** Environments that a run began and that are not on record. */
export interface LostCost {
  /** At most, where segments were killed. */
  readonly environments: number;
  /** The most that they can have cost, in US dollars. */
  readonly atMostUsd: number;
}

/**
 * What environments can have cost that are not on record: those that went with their target, and of segments that were killed as many
 * as may have been under way, of the dearest variant. The segment under way, if there is one, is the last and counts as killed
 * unless it is left out.
 */
export function lostCost(manifest: RunManifest, segments: readonly Segment[] = manifest.segments): LostCost {
  const mostUsd = mostByVariant(manifest);
  const dearest = Math.max(0, ...mostUsd.values());
  const each = segments.map(({ endedAt, atOnce = 0, lost = [] }) =>
    endedAt === undefined
      ? { environments: atOnce, atMostUsd: atOnce * dearest }
      : { environments: countOf(lost), atMostUsd: usdOf(lost, mostUsd) },
  );
  const sum = (of: (one: LostCost) => number) => each.reduce((all, one) => all + of(one), 0);
  return {
    environments: sum(({ environments }) => environments),
    atMostUsd: sum(({ atMostUsd }) => atMostUsd),
  };
}

function mostByVariant({ variants, prices: own }: RunManifest): ReadonlyMap<string, number> {
  return new Map(
    variants.flatMap((facts) => {
      const bounds = boundsOf(facts);
      const region = facts.prepared[0]?.region ?? "us-east-1";
      const { prices } = pricesOfRegion(region, own);
      return bounds === undefined ? [] : [[facts.id, mostInvocationsUsd(bounds, prices)] as const];
    }),
  );
}

function countOf(lost: readonly LostEnvironments[]): number {
  return lost.reduce((all, { environments }) => all + environments, 0);
}

function usdOf(lost: readonly LostEnvironments[], mostUsd: ReadonlyMap<string, number>): number {
  return lost.reduce((all, { variant, environments }) => all + environments * (mostUsd.get(variant) ?? 0), 0);
}
