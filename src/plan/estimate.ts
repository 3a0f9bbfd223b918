import { familyOf, type RuntimeFamily } from "../runtimes/identifiers.ts";
import type { Plan } from "./plan.ts";
import type { Variant } from "./variant.ts";

/** How much a plan, or a variant of it, will measure; all sides together. */
export interface Estimate {
  /** Environments, warm-up blocks among them. */
  readonly environmentCount: number;
  /** Cold samples that enter a distribution. */
  readonly coldCount: number;
  /** Warm samples that enter a distribution. */
  readonly warmCount: number;
  /** Invocations, cold, warm, settling and warm-up together. */
  readonly invocationCount: number;
  /** A rough guess: what a small function takes in local sandboxes. Builds and hooks come on top. */
  readonly expectedMs: number;
}

/** What a plan will measure, and roughly how long that takes; a scenario's `maxTime` bounds its part. */
export function estimatePlan(plan: Pick<Plan, "scenarios" | "variants" | "sides">): Estimate {
  const parts = plan.scenarios.map((scenario) => {
    const variants = plan.variants.filter((variant) => variant.scenario === scenario.name);
    const whole = sum(variants.map((variant) => estimateVariant(variant, plan.sides.length)));
    return {
      ...whole,
      expectedMs: Math.min(whole.expectedMs, scenario.maxTimeMs ?? Number.POSITIVE_INFINITY),
    };
  });
  return sum(parts);
}

/** The same for one variant with `sideCount` sides. */
export function estimateVariant({ runtime, samples }: Variant, sideCount: number): Estimate {
  const environmentCount = (samples.warmupBlocks + samples.cold) * sideCount;
  const laterCount = environmentCount * (samples.settle + samples.warm);
  const coldCount = samples.cold * sideCount;
  const coldMs = typicalColdMs(runtime);
  return {
    environmentCount,
    coldCount,
    warmCount: coldCount * samples.warm,
    invocationCount: environmentCount + laterCount,
    expectedMs: environmentCount * (coldMs + betweenMs) + laterCount * warmMs,
  };
}

/**
 * Milliseconds from the start of a sandbox to the first answer of a function that does little, on a small machine:
 * orders of magnitude from public cold-start records, good enough to choose between a minute and an hour.
 */
export function typicalColdMs(runtime: string): number {
  const family = familyOf(runtime);
  return family === undefined ? slowestColdMs : coldMsOf[family];
}

const coldMsOf: Readonly<Record<RuntimeFamily, number>> = {
  nodejs: 120,
  python: 100,
  java: 700,
  dotnet: 400,
  ruby: 200,
  provided: 20,
};
const slowestColdMs = Math.max(...Object.values(coldMsOf));

/** Making and removing an environment, outside every phase. */
const betweenMs = 20;

/** A warm invocation of a function that does little. */
const warmMs = 2;

function sum(parts: readonly Estimate[]): Estimate {
  const total = (key: keyof Estimate): number => parts.reduce((all, part) => all + part[key], 0);
  return {
    environmentCount: total("environmentCount"),
    coldCount: total("coldCount"),
    warmCount: total("warmCount"),
    invocationCount: total("invocationCount"),
    expectedMs: total("expectedMs"),
  };
}
