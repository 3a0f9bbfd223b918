import type { Side } from "../samples/sample.ts";
import type { Architecture, Scenario } from "../scenario/scenario.ts";
import { InputError } from "../shared/errors.ts";
import type { PlannedRegions } from "./axes.ts";
import { expandScenario } from "./expand.ts";
import { filterVariants } from "./filter.ts";
import type { Plan, PlannedScenario } from "./plan.ts";
import { planDigest } from "./plan-digest.ts";
import type { Variant } from "./variant.ts";

/** What the command line says about a plan. */
export interface PlanOptions {
  /** `key=value`, see `filterVariants`. */
  readonly filters: readonly string[];
  /** Environments of every variant, instead of the scenarios' own number. */
  readonly cold?: number | undefined;
  /** Warm invocations in each environment, instead of the scenarios' own number. */
  readonly warm?: number | undefined;
  /** Default: the first 32 bits of the digest. */
  readonly seed?: number | undefined;
  /** The architecture of scenarios that name none. */
  readonly hostArchitecture: Architecture;
  /** Default: none, as on local targets, which know no regions. */
  readonly regions?: PlannedRegions | undefined;
  /** Default: no sides. */
  readonly sides?: readonly (Side | undefined)[] | undefined;
}

/**
 * Scenarios → what will be measured.
 * @throws InputError for an include or exclude that names unknown values, and for filters (see `filterVariants`).
 */
export function createPlan(scenarios: readonly Scenario[], options: PlanOptions): Plan {
  const expanded = scenarios.map((scenario) =>
    expandScenario(scenario, options.hostArchitecture, options.regions),
  );
  const problems = expanded.flatMap((expansion) => expansion.problems);
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  const all = expanded.flatMap((expansion) => expansion.variants);
  const variants = filterVariants(all, options.filters).map((variant) => withCounts(variant, options));
  const used = scenarios.filter(({ name }) => variants.some(({ scenario }) => scenario === name));
  const content = {
    scenarios: used.map(plannedScenario),
    variants,
    blocks: Math.max(...variants.map(({ samples }) => samples.warmupBlocks + samples.cold)),
    sides: options.sides ?? [undefined],
  };
  const digest = planDigest(content);
  return {
    seed: options.seed ?? Number.parseInt(digest.slice(0, 8), 16),
    digest,
    ...content,
    notYetUsed: used.flatMap((scenario) => scenario.notYetUsed),
  };
}

function withCounts(variant: Variant, { cold, warm }: PlanOptions): Variant {
  const { samples } = variant;
  return { ...variant, samples: { ...samples, cold: cold ?? samples.cold, warm: warm ?? samples.warm } };
}

function plannedScenario({ name, file, folder, hooks, maxTimeMs, rules }: Scenario): PlannedScenario {
  return { name, file, folder, hooks, maxTimeMs, rules };
}
