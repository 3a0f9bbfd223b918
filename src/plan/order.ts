import { seededRandom, shuffled } from "../shared/seeded-random.ts";
import type { Plan, PlannedEnvironment } from "./plan.ts";

/**
 * The environments of a plan, one at a time and in order: block after block, in each block one environment of every
 * variant that still lacks one, shuffled by the seed, the sides of a variant next to each other in an order of their
 * own. Drift of the machine falls on all alike.
 * Source: randomised complete block design (Box, Hunter and Hunter, Statistics for Experimenters).
 */
export function* environmentsOf(
  plan: Pick<Plan, "seed" | "blocks" | "variants" | "sides">,
): Generator<PlannedEnvironment, void, undefined> {
  for (let block = 0; block < plan.blocks; block++) {
    const random = seededRandom(plan.seed, "block", block);
    const due = plan.variants.filter(({ samples }) => block < samples.warmupBlocks + samples.cold);
    for (const variant of shuffled(due, random)) {
      const warmup = block < variant.samples.warmupBlocks;
      for (const side of shuffled(plan.sides, random)) {
        yield { block, variant, side, warmup };
      }
    }
  }
}
