import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";

/** How long each stood that cost money meanwhile, in milliseconds. */
export interface Stood {
  readonly ms: readonly number[];
  /** Of some nobody knows it: they count as 0, which is paid for as the least there is. */
  readonly isLeast: boolean;
}

/**
 * How long what was kept for a variant's cold starts stood, by the record of each segment. A killed segment has none, nor has a run of
 * an earlier version: then its cold starts tell how many there were at least. `coldStarts`: of each segment those that had any.
 */
export function stoodOf(
  { standing = [] }: Pick<RunManifest, "standing">,
  { id }: Pick<VariantFacts, "id">,
  side: Side | undefined,
  coldStarts: ReadonlyMap<number, number>,
): Stood {
  const own = standing.filter((one) => one.variant === id && one.side === side);
  const told = new Set(standing.map(({ segment }) => segment));
  const untold = [...coldStarts].flatMap(([segment, count]) =>
    told.has(segment) ? [] : Array.from({ length: count }, () => 0),
  );
  return { ms: [...own.flatMap(({ stoodMs }) => stoodMs), ...untold], isLeast: untold.length > 0 };
}
