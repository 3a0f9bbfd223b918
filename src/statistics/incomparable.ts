import type { EngineFacts, RunManifest, Segment } from "../samples/run-manifest.ts";
import type { ColdMethod } from "../samples/sample.ts";
import { differing, sentence } from "./incomparable-text.ts";
import { incomparableVariants } from "./incomparable-variants.ts";

/** A run as far as it says whether it can be held against another. */
export interface RunConditions {
  readonly manifest: RunManifest;
  /** How its cold starts were forced, as its samples say. */
  readonly methods: readonly ColdMethod[];
}

/**
 * Why two runs should not be compared: what makes a difference of their figures say something else than what changed in the code.
 * A sentence each, with what either run had; empty where nothing stands in the way. The sides of one run need not be asked.
 *
 * What is unknown on a side is no reason. Nor is what people change in order to compare it (code, handler, layers, variables,
 * timeout, /tmp, a runtime of another name), nor the versions of kernel, harness and Node.js around it, which change from one
 * day to the next on a machine that is looked after; the engine's counts by its first number. Nor is the machine that Lambda was
 * called from: Lambda's phases are by its own clock.
 */
export function incomparabilities(baseline: RunConditions, candidate: RunConditions): string[] {
  const [one, other] = [baseline.manifest, candidate.manifest];
  const facts = one.target === "lambda" && other.target === "lambda" ? [] : segmentFacts;
  const ofRuns = [
    differing("The result format", `version ${one.formatVersion}`, `version ${other.formatVersion}`),
    differing("The target", one.target, other.target),
    differing("The way of forcing cold", listed(baseline.methods), listed(candidate.methods)),
    ...facts.map(({ what, of }) => differing(what, ofSegments(one, of), ofSegments(other, of))),
  ].filter((difference) => difference !== undefined);
  return [...ofRuns.map((difference) => sentence(difference)), ...incomparableVariants(one, other)];
}

interface SegmentFact {
  readonly what: string;
  readonly of: (segment: Segment) => string | undefined;
}

const segmentFacts: readonly SegmentFact[] = [
  { what: "The host's system", of: ({ host }) => host.platform },
  { what: "The host's architecture", of: ({ host }) => host.architecture },
  { what: "The host's CPU", of: ({ host }) => host.cpuModel },
  { what: "The number of the host's CPUs", of: ({ host }) => String(host.cpuCount) },
  { what: "The governor of the host's CPU", of: ({ host }) => host.cpuGovernor },
  { what: "The host's hypervisor", of: ({ host }) => host.virtualization },
  ofEngine("The engine", ({ name, version }) => `${name} ${version.split(".")[0]}`),
  ofEngine("The place of the engine", ({ local }) => (local ? "this machine" : "another machine")),
  ofEngine("The engine's architecture", ({ architecture }) => architecture),
  ofEngine("The number of the engine's CPUs", ({ cpuCount }) => String(cpuCount)),
  ofEngine("The engine's user", ({ rootless }) => (rootless ? "not root" : "root")),
  ofEngine("The container runtime", ({ ociRuntime }) => ociRuntime),
  ofEngine("The engine's storage driver", ({ storageDriver }) => storageDriver),
  ofEngine("The version of control groups", ({ cgroupVersion }) => cgroupVersion?.toString()),
  ofEngine("What gives the CPU share", ({ cpuShareBy }) => cpuShareBy),
  ofEngine("What /tmp is", ({ temporaryStorage }) => temporaryStorage),
];

function ofEngine(what: string, of: (engine: EngineFacts) => string | undefined): SegmentFact {
  return { what, of: ({ engine }) => engine && of(engine) };
}

/** What the segments of a run say, each once: a run may have been resumed or merged from several machines. */
function ofSegments(
  { segments }: RunManifest,
  factOf: (segment: Segment) => string | undefined,
): string | undefined {
  return listed(segments.map(factOf).filter((fact) => fact !== undefined));
}

function listed(values: readonly string[]): string | undefined {
  const sorted = [...new Set(values)].sort();
  return sorted.length === 0 ? undefined : sorted.join(" and ");
}
