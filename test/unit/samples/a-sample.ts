import type { Sample } from "../../../src/samples/sample.ts";

const variant = "hello/nodejs24.x/512/x86_64/zip/none";

/** A cold sample with every phase of a local target; `changes` win. */
export function coldSample(changes: Partial<Sample> = {}): Sample {
  return {
    target: "process",
    variant,
    segment: 0,
    block: 1,
    attempt: 0,
    environment: "e-00001",
    invocation: 0,
    temperature: "cold",
    method: "spawn",
    status: "ok",
    takenAt: "2026-11-23T19:20:11.123Z",
    provisionMs: 2.5,
    initMs: 61.2,
    gapMs: 0.2,
    invokeMs: 3.9,
    firstByteMs: 3.1,
    overheadMs: 0.3,
    durationMs: 4.2,
    coldStartMs: 65.4,
    coldTotalMs: 67.9,
    ...changes,
  };
}

/** A warm sample of the same environment; `changes` win. */
export function warmSample(changes: Partial<Sample> = {}): Sample {
  return {
    target: "process",
    variant,
    segment: 0,
    block: 1,
    attempt: 0,
    environment: "e-00001",
    invocation: 1,
    temperature: "warm",
    status: "ok",
    takenAt: "2026-11-23T19:20:11.223Z",
    invokeMs: 0.8,
    firstByteMs: 0.7,
    overheadMs: 0.1,
    durationMs: 0.9,
    ...changes,
  };
}

/** An environment with one cold sample and `warm` warm ones. */
export function environmentOf(number: number, warm: number, changes: Partial<Sample> = {}): Sample[] {
  const environment = `e-${String(number).padStart(5, "0")}`;
  const shared = { environment, block: number, ...changes };
  const later = Array.from({ length: warm }, (_, index) => warmSample({ ...shared, invocation: index + 1 }));
  return [coldSample(shared), ...later];
}

/** What a reader gives: one sample after another. */
export async function* streamOf(samples: Iterable<Sample>): AsyncGenerator<Sample> {
  yield* samples;
}

/** All that a reader gives. */
export async function collected(samples: AsyncIterable<Sample>): Promise<Sample[]> {
  const all: Sample[] = [];
  for await (const sample of samples) {
    all.push(sample);
  }
  return all;
}
