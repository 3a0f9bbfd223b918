import type { VariantFacts } from "../samples/run-manifest.ts";
import { sha256 } from "../shared/digest.ts";
import { environmentDigests } from "./plan-digest.ts";
import type { Variant } from "./variant.ts";

/** What a run records of a variant: no value of a variable, no payload. `prepared` is filled by the run. */
export function variantFacts(variant: Variant): VariantFacts {
  return {
    id: variant.id,
    scenario: variant.scenario,
    label: variant.label,
    runtime: variant.runtime,
    memoryMb: variant.memoryMb,
    architecture: variant.architecture,
    package: variant.package,
    layers: variant.layers.name,
    axes: variant.axes,
    handler: variant.handler,
    ...(variant.snapStart ? { snapStart: true as const } : {}),
    ...lambdaFacts(variant),
    timeoutSeconds: variant.timeoutSeconds,
    ephemeralStorageMb: variant.ephemeralStorageMb,
    cold: variant.samples.cold,
    warm: variant.samples.warm,
    settle: variant.samples.settle,
    warmupBlocks: variant.samples.warmupBlocks,
    environmentDigests: environmentDigests(variant.environment),
    eventDigest: sha256(variant.event.json),
    prepared: [],
  };
}

/** Only what a scenario says of them: on other targets it says nothing. */
function lambdaFacts({ lambda }: Variant): Pick<VariantFacts, "provisioned" | "invoke"> {
  const { provisioned = 0, invoke = "sync" } = lambda ?? {};
  return { ...(provisioned > 0 ? { provisioned } : {}), ...(invoke === "sync" ? {} : { invoke }) };
}
