import type { HostFacts, NotMeasured, RunManifest, Segment } from "../samples/run-manifest.ts";
import type { ColdMethod } from "../samples/sample.ts";
import type { Summary } from "../statistics/summary.ts";
import { counted, enumerated } from "./numbers.ts";

const methodWords: { readonly [Method in ColdMethod]: string } = {
  spawn: "a new process for each",
  container: "a new container for each",
  "config-update": "a change of the function's configuration before each",
  "published-version": "a new published version for each",
  "first-deploy": "a new deployment for each",
  burst: "more invocations at once than there are environments",
  idle: "waiting until Lambda has given the environment up",
  restore: "a snapshot restored for each",
  provisioned: "provisioned environments",
  observed: "not forced: they were observed",
};

/** How cold starts were forced, for each method that the run used. */
export function coldMethods(summary: Summary): string[] {
  const used = new Set(summary.variants.map((variant) => variant.method));
  return [...used]
    .filter((method) => method !== undefined)
    .map((method) => `${methodWords[method]} (\`${method}\`)`);
}

/** `AMD EPYC 7763, 2 CPUs, 7.8 GB, kvm, Linux 6.8.0 x64`. */
export function hostText(host: HostFacts): string {
  const parts = [
    host.cpuModel?.trim(),
    counted(host.cpuCount, "CPU"),
    `${(host.memoryMb / 1024).toFixed(1)} GB`,
    host.virtualization,
    host.cpuGovernor === undefined ? undefined : `governor ${host.cpuGovernor}`,
    `${platformNames.get(host.platform) ?? host.platform} ${host.kernel} ${host.architecture}`,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

const platformNames = new Map([
  ["linux", "Linux"],
  ["darwin", "macOS"],
  ["win32", "Windows"],
]);

/** The texts that segments give for something, each once. */
export function eachOnce(segments: readonly Segment[], text: (segment: Segment) => string): string[] {
  return [...new Set(segments.map(text))];
}

/** What each runtime says of itself: `nodejs24.x v24.4.1`. */
export function runtimeVersions(manifest: RunManifest): string[] {
  const versions = manifest.variants.flatMap(({ runtime, prepared }) =>
    prepared.flatMap(({ runtimeVersion }) =>
      runtimeVersion === undefined ? [] : [`${runtime} ${runtimeVersion}`],
    ),
  );
  return [...new Set(versions)];
}

/** Where on Lambda it ran: `eu-central-1`, `us-east-1 at http://127.0.0.1:5000, not AWS`. */
export function regionTexts({ variants }: RunManifest): string[] {
  const places = variants.flatMap(({ prepared }) =>
    prepared.flatMap(({ region, endpoint }) =>
      region === undefined ? [] : [endpoint === undefined ? region : `${region} at ${endpoint}, not AWS`],
    ),
  );
  return [...new Set(places)];
}

/** Which version of a managed runtime AWS ran: `nodejs24.x arn:aws:lambda:us-east-1::runtime:0cdc…`. */
export function runtimeArns({ variants }: RunManifest): string[] {
  const arns = variants.flatMap(({ runtime, prepared }) =>
    prepared.flatMap(({ runtimeVersionArn }) =>
      runtimeVersionArn === undefined ? [] : [`${runtime} ${runtimeVersionArn}`],
    ),
  );
  return [...new Set(arns)];
}

/** What disturbed the machine, as far as it could be read; undefined where nothing could. */
export function noiseText(summary: Summary): string | undefined {
  const { stealMs, cpuPressure } = summary;
  const parts = [
    stealMs === undefined ? [] : [`the hypervisor took ${stealMs.toFixed(0)} ms of CPU time`],
    cpuPressure === undefined
      ? []
      : [`something waited for a CPU ${(cpuPressure * 100).toFixed(1)} % of the time (median)`],
  ].flat();
  return parts.length === 0 ? undefined : enumerated(parts);
}

/** Variants that were left out for one reason. */
export interface LeftOut {
  readonly reason: string;
  readonly hint?: string | undefined;
  readonly variants: readonly string[];
}

/** What was planned and not measured, or not to its end, grouped by reason; the last group is what was never reached. */
export function leftOut(manifest: RunManifest, summary: Summary): LeftOut[] {
  const groups = new Map<string, LeftOut>();
  for (const { variant, reason, hint } of [...manifest.notMeasured, ...neverReached(manifest, summary)]) {
    const key = `${reason}\n${hint ?? ""}`;
    const variants = groups.get(key)?.variants ?? [];
    groups.set(key, {
      reason,
      hint,
      variants: variants.includes(variant) ? variants : [...variants, variant],
    });
  }
  return [...groups.values()];
}

function neverReached(
  manifest: RunManifest,
  summary: Summary,
): Pick<NotMeasured, "variant" | "reason" | "hint">[] {
  const known = new Set([
    ...[...manifest.notMeasured, ...summary.variants].map(({ variant }) => variant),
    ...(summary.identical ?? []),
  ]);
  return manifest.variants
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => ({ variant: id, reason: "the run ended before it came to this" }));
}

/** Why a run is not complete, in a sentence; undefined when it is. */
export function incompleteText(manifest: RunManifest, summary: Summary): string | undefined {
  const why = stateWords[manifest.state];
  if (why === undefined) {
    return undefined;
  }
  const sides = Math.max(1, new Set(summary.variants.map((variant) => variant.side)).size);
  const planned = manifest.variants
    .filter(({ id }) => summary.identical?.includes(id) !== true)
    .reduce((total, variant) => total + variant.cold * sides, 0);
  const taken = summary.variants.reduce((total, variant) => total + variant.okCold + variant.failedCold, 0);
  return `${why} ${taken} of ${counted(planned, "planned cold start")} ${taken === 1 ? "was" : "were"} taken.`;
}

const stateWords: { readonly [State in RunManifest["state"]]: string | undefined } = {
  complete: undefined,
  running: "This run has not ended: it was killed, or it is still measuring.",
  limited: "A limit ended this run early.",
  interrupted: "A signal ended this run early.",
  lost: "The target went away during this run.",
};
