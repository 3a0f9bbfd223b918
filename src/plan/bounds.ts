import type { BoundedFunction } from "../pricing/most-usd.ts";
import type { Variant } from "./variant.ts";

/** What of a variant bounds what its invocations can cost. */
export type CostlyVariant = Pick<
  Variant,
  | "memoryMb"
  | "architecture"
  | "ephemeralStorageMb"
  | "timeoutSeconds"
  | "samples"
  | "runtime"
  | "snapStart"
  | "lambda"
>;

/** The bounds of what an environment of a variant can cost. */
export function boundsOf(variant: CostlyVariant): BoundedFunction {
  const { memoryMb, architecture, ephemeralStorageMb, timeoutSeconds, runtime, snapStart } = variant;
  const { lambda, samples } = variant;
  return {
    memoryMb,
    architecture,
    ephemeralStorageMb,
    timeoutSeconds,
    runtime,
    snapStart,
    provisioned: lambda?.provisioned ?? 0,
    streams: lambda?.invoke === "stream",
    laterCount: samples.settle + samples.warm,
  };
}
