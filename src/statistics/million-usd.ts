import { costPerMillion, costPerMillionColdStarts } from "../pricing/cost-per-million.ts";
import type { Prices } from "../pricing/prices.ts";
import type { VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";

/** What of a variant decides what its invocations cost. */
export type PricedFacts = Pick<
  VariantFacts,
  "memoryMb" | "architecture" | "ephemeralStorageMb" | "runtime" | "snapStart" | "provisioned"
>;

/**
 * US dollars for a million invocations of a variant that are billed so long each, and so many bytes of their answers; a cold one from
 * a snapshot is a restore.
 */
export function millionUsd(
  facts: PricedFacts,
  temperature: Temperature,
  billedMs: number,
  prices?: Prices,
  streamedBytes = 0,
): number {
  const { memoryMb, architecture, ephemeralStorageMb, runtime, snapStart } = facts;
  const provisioned = facts.provisioned !== undefined;
  const invocation = { billedMs, memoryMb, architecture, ephemeralStorageMb, streamedBytes, provisioned };
  return temperature === "cold"
    ? costPerMillionColdStarts({ ...invocation, restoredRuntime: snapStart && runtime }, prices)
    : costPerMillion(invocation, prices);
}
