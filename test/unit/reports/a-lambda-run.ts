import type { PreparedFacts, RunManifest, VariantFacts } from "../../../src/samples/run-manifest.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import type { ScriptedRun } from "./a-run.ts";

const cold = 20;
const warm = 10;
const copyCount = 3;

const arn = (hash: string) => `arn:aws:lambda:eu-central-1::runtime:${hash.repeat(64)}`;

function prepared(changes: Partial<PreparedFacts>): PreparedFacts[] {
  const facts = { functionDigest: "f".repeat(64), layerDigests: [], packageBytes: 1234 };
  return [{ ...facts, runtimeVersionArn: arn("a"), region: "eu-central-1", ...changes }];
}

const node = (memoryMb: number, changes: Partial<PreparedFacts>) =>
  variantFacts({
    id: `hello/nodejs24.x/${memoryMb}/x86_64/zip/none`,
    memoryMb,
    prepared: prepared(changes),
  });

/**
 * A function in three memory sizes and one that is restored from a snapshot, each of three copies of which one is slower. Of ten warm
 * calls one goes without the log's end; one cold start was contaminated and taken again, one invocation was refused, one lost.
 */
export function lambdaRun(changes: Partial<PreparedFacts> = {}): ScriptedRun {
  const snapshot = variantFacts({
    id: "snapshot/python3.13/1024/arm64/zip/none",
    scenario: "snapshot",
    label: "python3.13",
    runtime: "python3.13",
    memoryMb: 1024,
    architecture: "arm64",
    snapStart: true,
    prepared: prepared({ runtimeVersionArn: arn("b"), ...changes }),
  });
  const variants = [...[128, 512, 1769].map((memoryMb) => node(memoryMb, changes)), snapshot];
  const manifest: RunManifest = runManifest({
    target: "lambda",
    variants,
    standing: [{ segment: 0, variant: snapshot.id, kind: "snapshot", stoodMs: Array(cold + 1).fill(40_000) }],
    limitations: ["Phases are as Lambda's REPORT lines have them."],
  });
  return { manifest, samples: samplesOf(variants) };
}

function samplesOf(variants: readonly VariantFacts[]): Sample[] {
  const random = seededRandom("scripted lambda run");
  let number = 0;
  return Array.from({ length: 1 + cold }, (_, block) =>
    variants.flatMap((facts) => {
      const attempts = facts.memoryMb === 512 && block === 4 ? 2 : 1;
      return Array.from({ length: attempts }, (_unused, attempt) =>
        environmentSamples(facts, { block, attempt, number: number++ }, random).filter(
          ({ invocation }) => attempt === attempts - 1 || invocation === 0,
        ),
      ).flat();
    }),
  ).flat();
}

interface Place {
  readonly block: number;
  readonly attempt: number;
  readonly number: number;
}

function environmentSamples(
  facts: VariantFacts,
  { block, attempt, number }: Place,
  random: Random,
): Sample[] {
  const slow = () => 1 + 0.2 * -Math.log(1 - random());
  const copy = block % copyCount;
  const shared = {
    target: "lambda" as const,
    variant: facts.id,
    segment: 0,
    block,
    attempt,
    environment: `e-${String(number).padStart(5, "0")}`,
    takenAt: "2026-11-23T19:20:11.123Z",
    copy,
    ...(block === 0 ? { warmup: true as const } : {}),
  };
  const share = Math.min(1, facts.memoryMb / 1769);
  const startMs = (facts.snapStart ? 180 : 140) * slow() * (copy === 2 ? 1.15 : 1);
  const firstMs = (8 * slow()) / share;
  const first: Sample = {
    ...shared,
    invocation: 0,
    temperature: "cold",
    method: facts.snapStart ? "restore" : "config-update",
    status: "ok",
    ...(facts.snapStart
      ? { restoreMs: startMs, billedRestoreMs: Math.ceil(startMs / 2) }
      : { initMs: startMs }),
    ...timesOf(startMs, firstMs, 160 * slow()),
    coldStartMs: startMs + firstMs,
    billedMs: Math.ceil(firstMs) + Math.ceil(facts.snapStart ? startMs / 2 : startMs),
    maxMemoryMb: 70,
  };
  const error = { type: "Thaw.Contaminated", message: "an environment answered that was there before" };
  if (facts.memoryMb === 512 && block === 4 && attempt === 0) {
    return [{ ...first, status: "contaminated", error, initMs: undefined }];
  }
  const later = Array.from({ length: warm }, (_, index): Sample => {
    const invocation = index + 1;
    const durationMs = (1.2 * slow()) / share;
    const without = (block + invocation) % 10 === 0;
    const sample = { ...shared, invocation, temperature: "warm" as const, status: "ok" as const };
    const { roundTripMs, ...rest } = timesOf(0, durationMs, (without ? 7 : 8.5) * slow());
    return without
      ? { ...sample, roundTripMs, tail: false }
      : { ...sample, ...rest, roundTripMs, billedMs: Math.ceil(durationMs), maxMemoryMb: 71 };
  });
  return [first, ...later.map(withFailures(facts))];
}

function timesOf(startMs: number, durationMs: number, unattributedMs: number) {
  return { durationMs, roundTripMs: startMs + durationMs + unattributedMs, unattributedMs };
}

function withFailures({ memoryMb }: VariantFacts): (sample: Sample) => Sample {
  return (sample) => {
    const { target, variant, segment, block, attempt, environment, invocation, temperature, takenAt } =
      sample;
    const key = { target, variant, segment, block, attempt, environment, invocation, temperature, takenAt };
    switch (`${memoryMb}/${block}/${invocation}`) {
      case "128/3/4":
        return {
          ...key,
          status: "throttled",
          error: { type: "TooManyRequestsException", message: "Lambda refused the invocation's rate" },
        };
      case "1769/7/2":
        return {
          ...key,
          status: "target-error",
          error: { type: "Error", message: "the connection was lost before the answer" },
        };
      default:
        return sample;
    }
  };
}
