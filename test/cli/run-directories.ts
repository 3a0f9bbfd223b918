import { readFileSync } from "node:fs";
import type { RunManifest } from "../../src/samples/run-manifest.ts";
import type { Sample, Side } from "../../src/samples/sample.ts";
import { formatSample } from "../../src/samples/sample-line.ts";
import { seededRandom } from "../../src/shared/seeded-random.ts";
import { runManifest, variantFacts } from "../unit/samples/a-manifest.ts";
import { coldSample, warmSample } from "../unit/samples/a-sample.ts";
import type { Workplace } from "./thaw.ts";

/** How a side is: by how much its init is slower than that of others. */
export interface SideTimes {
  readonly side?: Side;
  readonly factor: number;
}

const cold = 40;

/** Writes a complete run directory of one variant with scripted times, measured on these sides. */
export function writeRun(
  place: Workplace,
  name: string,
  sides: readonly SideTimes[],
  changes: Partial<RunManifest> = {},
): void {
  const variants = [
    variantFacts({
      cold,
      prepared: sides.map(({ side }) => ({
        ...(side === undefined ? {} : { side }),
        functionDigest: (side ?? "f").padEnd(64, "0"),
        layerDigests: [],
        packageBytes: 1234,
      })),
    }),
  ];
  const random = seededRandom(name);
  const samples = Array.from({ length: cold + 1 }, (_, block) =>
    sides.flatMap((side, index) => environment(side, block, block * sides.length + index, random)),
  ).flat();
  place.write(
    `${name}/run.json`,
    `${JSON.stringify(runManifest({ runId: name, variants, blocks: cold + 1, ...changes }))}\n`,
  );
  place.write(`${name}/samples.ndjson`, samples.map(formatSample).join(""));
}

/** What a run of two sides says of its baseline. */
export const ofTwoSides: Partial<RunManifest> = {
  baseline: { kind: "git", name: "main", gitCommit: "0123456789abcdef0123456789abcdef01234567" },
};

/** Leaves so many bytes of a samples file. */
export function cutSamples(place: Workplace, name: string, bytes: number): void {
  place.write(`${name}/samples.ndjson`, samplesText(place, name).slice(0, bytes));
}

/** Breaks a line of a samples file in two, after so many bytes. */
export function breakSamples(place: Workplace, name: string, bytes: number): void {
  const text = samplesText(place, name);
  place.write(`${name}/samples.ndjson`, `${text.slice(0, bytes)}\n${text.slice(bytes)}`);
}

function samplesText(place: Workplace, name: string): string {
  return readFileSync(place.path(name, "samples.ndjson"), "utf8");
}

function environment(
  { side, factor }: SideTimes,
  block: number,
  number: number,
  random: () => number,
): Sample[] {
  const shared: Partial<Sample> = {
    ...(side === undefined ? {} : { side }),
    block,
    environment: `e-${String(number).padStart(5, "0")}`,
    ...(block === 0 ? { warmup: true } : {}),
  };
  const initMs = 60 * factor * (1 + 0.05 * random());
  const first = coldSample({ ...shared, initMs, durationMs: 4.2, coldStartMs: initMs + 4.2 });
  const later = [1, 2].map((invocation) =>
    warmSample({
      ...shared,
      invocation,
      invokeMs: 0.8 + 0.01 * random(),
      ...(invocation === 2 ? { last: true } : {}),
    }),
  );
  return [first, ...later];
}
