import type { BoundedFunction } from "../pricing/most-usd.ts";
import type { VariantFacts } from "../samples/run-manifest.ts";

/** What bounds the cost of a variant's invocations; undefined where its timeout is not known, as of what was imported. */
export function boundsOf(facts: VariantFacts): BoundedFunction | undefined {
  const { memoryMb, architecture, ephemeralStorageMb = 512, timeoutSeconds, runtime } = facts;
  return timeoutSeconds === undefined
    ? undefined
    : {
        memoryMb,
        architecture,
        ephemeralStorageMb,
        timeoutSeconds,
        runtime,
        snapStart: facts.snapStart === true,
        provisioned: facts.provisioned ?? 0,
        streams: facts.invoke === "stream",
        laterCount: facts.settle + facts.warm,
      };
}
