import type { CpuFacts, PreparedFacts, RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { type Differing, differing, sentence } from "./incomparable-text.ts";

/** Why variants of one id should not be compared in two runs, or that there are none; each sentence with all variants it is true of. */
export function incomparableVariants(baseline: RunManifest, candidate: RunManifest): string[] {
  const known = new Map(baseline.variants.map((variant) => [variant.id, variant]));
  const pairs = candidate.variants.flatMap((variant) => {
    const match = known.get(variant.id);
    return match === undefined ? [] : [{ match, variant }];
  });
  if (pairs.length === 0) {
    return [nothingInCommon(baseline.variants, candidate.variants)];
  }
  const groups = new Map<string, { readonly difference: Differing; readonly ids: string[] }>();
  for (const { match, variant } of pairs) {
    for (const difference of differencesOf(match, variant)) {
      const key = JSON.stringify(difference);
      const group = groups.get(key) ?? { difference, ids: [] };
      group.ids.push(variant.id);
      groups.set(key, group);
    }
  }
  return Array.from(groups.values(), ({ difference, ids }) =>
    sentence(difference, scopeOf(ids, pairs.length)),
  );
}

/** `of hello/…` where it is one, of how many otherwise. */
function scopeOf(ids: readonly string[], variantCount: number): string {
  const [first = ""] = ids;
  if (ids.length === 1) {
    return ` of ${first}`;
  }
  return ids.length === variantCount
    ? " of all variants"
    : ` of ${ids.length} variants (the first is ${first})`;
}

/** A runtime of another name is a change of the scenario and may be compared; one of the same name has changed by itself. */
function differencesOf(baseline: VariantFacts, candidate: VariantFacts): readonly Differing[] {
  const warm = baseline.warm > 0 && candidate.warm > 0;
  return [
    ...identity.map(({ what, of }) => differing(what, of(baseline), of(candidate))),
    differing("The event", shortDigest(baseline.eventDigest), shortDigest(candidate.eventDigest)),
    ...(warm ? [differing("The number of warm invocations", warmText(baseline), warmText(candidate))] : []),
    differing("The log format", preparedOf(baseline)?.logFormat, preparedOf(candidate)?.logFormat),
    differing("The CPU", cpuText(preparedOf(baseline)?.cpu), cpuText(preparedOf(candidate)?.cpu)),
    ...movedOrChanged(baseline, candidate),
  ].filter((difference) => difference !== undefined);
}

const identity: readonly { readonly what: string; readonly of: (variant: VariantFacts) => string }[] = [
  { what: "The architecture", of: ({ architecture }) => architecture },
  { what: "The memory size", of: ({ memoryMb }) => `${memoryMb} MB` },
  { what: "The package", of: (variant) => variant.package },
  { what: "The start", of: ({ snapStart }) => (snapStart ? "with SnapStart" : "without SnapStart") },
];

/** Of a run of two sides the candidate's. */
function preparedOf({ prepared }: VariantFacts): PreparedFacts | undefined {
  return prepared.find(({ side }) => side !== "baseline");
}

function warmText({ warm, settle }: VariantFacts): string {
  return settle === 0 ? String(warm) : `${warm} after ${settle} that do not count`;
}

function cpuText(cpu: CpuFacts | undefined): string | undefined {
  if (cpu === undefined) {
    return undefined;
  }
  const { cores, quotaUs, periodUs, limitedInit } = cpu;
  const share = quotaUs === undefined ? "no limit" : `${quotaUs} µs in ${periodUs} µs`;
  return `${cores} cores, ${share}${limitedInit ? ", init too" : ""}`;
}

/** Another place has another runtime: only of one and the same something can be said of its version. */
function movedOrChanged(baseline: VariantFacts, candidate: VariantFacts): readonly (Differing | undefined)[] {
  const [one, other] = [preparedOf(baseline), preparedOf(candidate)];
  const places = [
    differing("The region", one?.region, other?.region),
    differing("The endpoint", endpointOf(one), endpointOf(other)),
  ];
  const isSame = baseline.runtime === candidate.runtime && places.every((place) => place === undefined);
  return isSame ? [changedRuntime(baseline, candidate)] : places;
}

/** Nothing that stands in for AWS is held against AWS, or against another. */
function endpointOf(prepared: PreparedFacts | undefined): string | undefined {
  return prepared?.endpoint ?? (prepared?.region === undefined ? undefined : "AWS's own");
}

/** An image brings its own: there it is code like any other. */
function changedRuntime(baseline: VariantFacts, candidate: VariantFacts): Differing | undefined {
  const [one, other] = [preparedOf(baseline), preparedOf(candidate)];
  if (candidate.package === "image" || one === undefined || other === undefined) {
    return undefined;
  }
  const remark = `${candidate.runtime} itself has changed between the runs`;
  const byAws = "AWS changed the runtime under you";
  return (
    differing("The runtime version", one.runtimeVersionArn, other.runtimeVersionArn, byAws) ??
    differing("The runtime version", one.runtimeVersion, other.runtimeVersion, remark) ??
    differing("The runtime", runtimeText(one), runtimeText(other), remark)
  );
}

function runtimeText({
  runtimeVersion = "unknown version",
  runtimeDigest,
}: PreparedFacts): string | undefined {
  return runtimeDigest && `${runtimeVersion} (${shortDigest(runtimeDigest)})`;
}

/** Enough of a SHA-256 to tell two apart. */
function shortDigest(digest: string | undefined): string | undefined {
  return digest?.slice(0, 12);
}

function nothingInCommon(baseline: readonly VariantFacts[], candidate: readonly VariantFacts[]): string {
  const apart = shared.flatMap(({ what, of }) => {
    const [ofBaseline, ofCandidate] = [baseline, candidate].map((variants) => [...new Set(variants.map(of))]);
    const isApart = ofBaseline?.every((value) => !ofCandidate?.includes(value)) ?? false;
    return isApart
      ? [`${what}: ${ofBaseline?.join(", ")} in the baseline, ${ofCandidate?.join(", ")} in the candidate`]
      : [];
  });
  const [first] = baseline;
  const [other] = candidate;
  const reason =
    apart.length > 0 ? apart : [`${first?.id} is in the baseline, ${other?.id} in the candidate`];
  return `No variant is in both runs: ${reason.join("; ")}.`;
}

/** What names a variant. */
const shared: readonly { readonly what: string; readonly of: (variant: VariantFacts) => string }[] = [
  { what: "scenario", of: ({ scenario }) => scenario },
  { what: "runtime", of: ({ label }) => label },
  { what: "memory", of: ({ memoryMb }) => `${memoryMb} MB` },
  { what: "architecture", of: ({ architecture }) => architecture },
  { what: "package", of: (variant) => variant.package },
  { what: "layers", of: ({ layers }) => layers },
];
