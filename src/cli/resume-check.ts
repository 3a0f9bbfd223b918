import { variantFacts } from "../plan/facts.ts";
import type { Plan } from "../plan/plan.ts";
import type { EngineFacts, PreparedFacts, RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { canonicalJson } from "../shared/digest.ts";
import { InputError, type Problem } from "../shared/errors.ts";

/** Refuses to go on with a run whose plan is another one by now. @throws InputError naming what changed. */
export function refuseChangedPlan(place: string, earlier: RunManifest, plan: Plan): void {
  if (plan.digest === earlier.planDigest) {
    return;
  }
  const changes = changedFacts(earlier.variants, plan.variants.map(variantFacts));
  throw refusal(place, changes.length === 0 ? ["the scenario's settings"] : changes);
}

/** Refuses to mix code, or places: what is prepared now must be what was measured before. @throws InputError naming it. */
export function refuseChangedCode(place: string, earlier: RunManifest, now: readonly VariantFacts[]): void {
  const changes = earlier.variants.flatMap((before) => {
    const after = now.find((variant) => variant.id === before.id);
    return before.prepared.flatMap((facts) =>
      changedCode(
        before.id,
        facts,
        after?.prepared.find((one) => one.side === facts.side),
      ),
    );
  });
  if (changes.length > 0) {
    throw refusal(place, changes);
  }
}

/**
 * Refuses to mix figures of engines, or of ways to use one, that are not compared. What is not known yet, as by what the CPU share
 * is given before the first environment, is no change. @throws InputError naming both.
 */
export function refuseChangedEngine(place: string, earlier: RunManifest, now: EngineFacts | undefined): void {
  const changes = (Object.keys(engineWords) as (keyof typeof engineWords)[]).flatMap((fact) => {
    const before = earlier.segments.map(({ engine }) => engine?.[fact]).find((value) => value !== undefined);
    const after = now?.[fact];
    return before === undefined || after === undefined || before === after
      ? []
      : [`${engineWords[fact]}: ${saidOf(before)} before, ${saidOf(after)} now`];
  });
  if (changes.length > 0) {
    throw refusal(place, changes);
  }
}

/** What of an engine decides whether figures can stand together. */
const engineWords = {
  name: "the container engine",
  local: "where the engine is",
  temporaryStorage: "what /tmp is",
  cpuShareBy: "what gives the CPU share",
} as const satisfies Partial<Record<keyof EngineFacts, string>>;

function saidOf(value: string | boolean): string {
  return typeof value === "string" ? value : value ? "this machine" : "another one";
}

function refusal(place: string, changes: readonly string[]): InputError {
  const hint = "start a new run, or undo the change";
  return new InputError(
    changes.map(
      (change): Problem => ({
        place: `--resume ${place}`,
        message: `expected what the run began with, got a change of ${change}`,
        hint,
      }),
    ),
  );
}

function changedFacts(before: readonly VariantFacts[], after: readonly VariantFacts[]): string[] {
  const removed = before
    .filter((old) => !after.some((one) => one.id === old.id))
    .map(({ id }) => `${id}: removed`);
  const added = after
    .filter((one) => !before.some((old) => old.id === one.id))
    .map(({ id }) => `${id}: added`);
  const changed = after.flatMap((one) => {
    const old = before.find(({ id }) => id === one.id);
    return old === undefined ? [] : changedFields(old, one).map((field) => `${one.id}: ${field}`);
  });
  return [...removed, ...added, ...changed];
}

function changedFields(before: VariantFacts, after: VariantFacts): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(
      ([field, value]) => field !== "prepared" && canonicalJson(value) !== canonicalJson(old.get(field)),
    )
    .map(([field]) => field);
}

function changedCode(id: string, before: PreparedFacts, after: PreparedFacts | undefined): string[] {
  if (after === undefined) {
    return [`${id}: it was measured before and cannot be prepared now`];
  }
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ["the function's code", before.functionDigest, after.functionDigest],
    ["its layers", before.layerDigests, after.layerDigests],
    ["the runtime", before.runtimeDigest, after.runtimeDigest],
    // Nothing that stands in for AWS may pass for it, and no region for another: the user's environment decides on both, too.
    ["what answers in AWS's place", before.endpoint, after.endpoint],
    ["the region", before.region, after.region],
    ["the log's format", before.logFormat, after.logFormat],
  ];
  return parts
    .filter(([, old, now]) => canonicalJson(old) !== canonicalJson(now))
    .map(([what]) => `${id}: ${what}`);
}
