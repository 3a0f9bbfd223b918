import type { Baseline } from "../packages/find-baseline.ts";
import type { NotMeasured, RunManifest } from "../samples/run-manifest.ts";
import type { OpenRun } from "./open-run.ts";
import type { Output } from "./output.ts";
import type { PreparedVariants } from "./prepare-variants.ts";

/** One message for all that are missing for the same reason, as every variant is without an engine. */
export function describeAll(missing: readonly NotMeasured[]): string {
  const groups = new Map<string, NotMeasured[]>();
  for (const one of missing) {
    const key = `${one.reason}\n${one.hint ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : describeMissing({
            ...first,
            variant: others.length === 0 ? first.variant : `${first.variant} and ${others.length} more`,
          }),
    )
    .join("\n");
}

function describeMissing({ variant, side, reason, hint }: NotMeasured): string {
  return `${variant}${side === undefined ? "" : ` (${side})`}: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`;
}

/** Before preparing: what is missing then is missing of this target. */
export function announce({ manifest, baseline }: OpenRun, output: Output): void {
  const reason = manifest.targetReason === undefined ? "" : ` (${manifest.targetReason})`;
  output.note(`target: ${manifest.target}${reason}; seed ${manifest.seed}`);
  if (baseline !== undefined) {
    output.note(describeBaseline(baseline));
  }
  for (const line of manifest.notYetUsed) {
    output.note(line);
  }
}

function describeBaseline(baseline: Baseline): string {
  const { kind, name } = baseline;
  if (kind === "folder") {
    return `baseline: the folder ${name}, for ${baseline.root}`;
  }
  const { commit, alsoFolder } = baseline;
  const other = alsoFolder ? `; the folder of that name is meant by ./${name}` : "";
  return `baseline: ${name} (commit ${commit.slice(0, 12)})${other}`;
}

/** Where nothing is left to measure, that is the result. */
export function announceIdentical(
  { plan }: OpenRun,
  { identical, prepared }: PreparedVariants,
  output: Output,
): void {
  const { length: count } = identical;
  if (count === 0) {
    return;
  }
  const all = plan.variants.length;
  const which =
    count === all ? (all === 1 ? "the only variant" : `all ${all} variants`) : `${count} of ${all} variants`;
  const text = `identical: ${which}, to the byte on both sides and not measured (--measure-identical does)`;
  (prepared.size === 0 ? output.result : output.note)(text);
}

/** What is left out, and what was to be measured and could not be made. */
export function announceMissing(manifest: RunManifest, output: Output): void {
  const unavailable = manifest.notMeasured.filter(({ kind }) => kind === "unavailable");
  const { size: missing } = new Set(unavailable.map(({ variant }) => variant));
  if (missing > 0) {
    output.note(
      `${missing} of ${manifest.variants.length} variants lack their runtime here and are left out`,
    );
  }
  for (const failed of manifest.notMeasured.filter(({ kind }) => kind !== "unavailable")) {
    output.warn(`not measured: ${describeMissing(failed)}`);
  }
}
