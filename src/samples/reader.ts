import { createReadStream } from "node:fs";
import { stat, truncate } from "node:fs/promises";
import { InputError } from "../shared/errors.ts";
import { readEnvironments } from "./read-environments.ts";
import { endsEnvironment, environmentKey, type RecordedEnvironment } from "./recorded-environment.ts";
import type { Sample } from "./sample.ts";

/** What follows the last whole environment: the trace of a run that was killed while it wrote. */
export interface TornTail {
  readonly offset: number;
  /** Lines in it, the last of which may be cut off. */
  readonly lines: number;
}

/** What a samples file holds. */
export interface SampleScan {
  /** Bytes up to the end of the last whole environment. */
  readonly completeBytes: number;
  readonly totalBytes: number;
  readonly tornTail?: TornTail | undefined;
  /** By `environmentKey`. */
  readonly environments: ReadonlyMap<string, RecordedEnvironment>;
  readonly environmentCount: number;
  /** One more than the highest number in an environment's name; 0 for an empty file. */
  readonly nextEnvironment: number;
  readonly sampleCount: number;
}

/**
 * The samples of a file, in the order of recording; memory does not grow with the file.
 * Left out is a torn tail: what follows the last line that ends an environment.
 * @throws InputError when the file cannot be read, or a line before its torn tail is not a sample.
 */
export async function* readSamples(path: string): AsyncGenerator<Sample> {
  for await (const environment of readEnvironments(path)) {
    yield* environment.samples;
  }
}

/**
 * The same of a file that must be whole, as that of every run is which was not killed.
 * @throws InputError like `readSamples`, and when the file ends within an environment.
 */
export async function* readWholeSamples(path: string): AsyncGenerator<Sample> {
  let completeBytes = 0;
  for await (const { samples, endByte } of readEnvironments(path)) {
    completeBytes = endByte;
    yield* samples;
  }
  const left = (await stat(path)).size - completeBytes;
  if (left > 0) {
    const message = `expected a whole environment at its end, got ${left} bytes of one that is cut off`;
    throw new InputError([{ place: path, message, hint: "the file was not copied whole, or was cut" }]);
  }
}

/** Reads a samples file for what is on record already. @throws InputError like `readSamples`. */
export async function scanSamples(path: string): Promise<SampleScan> {
  const environments = new Map<string, RecordedEnvironment>();
  let completeBytes = 0;
  let environmentCount = 0;
  let nextEnvironment = 0;
  let sampleCount = 0;
  for await (const { samples, endByte } of readEnvironments(path)) {
    completeBytes = endByte;
    environmentCount++;
    sampleCount += samples.length;
    nextEnvironment = Math.max(nextEnvironment, numberAfter(samples[0]?.environment));
    note(environments, samples);
  }
  const totalBytes = (await stat(path)).size;
  const tornTail = totalBytes > completeBytes ? await tailFrom(path, completeBytes) : undefined;
  return {
    completeBytes,
    totalBytes,
    tornTail,
    environments,
    environmentCount,
    nextEnvironment,
    sampleCount,
  };
}

/** Takes a torn tail away. Returns the number of bytes cut, 0 when there is none. @throws InputError like `readSamples`. */
export async function cutTornTail(path: string): Promise<number> {
  let completeBytes = 0;
  for await (const { endByte } of readEnvironments(path)) {
    completeBytes = endByte;
  }
  const cut = (await stat(path)).size - completeBytes;
  if (cut > 0) {
    await truncate(path, completeBytes);
  }
  return cut;
}

function note(environments: Map<string, RecordedEnvironment>, samples: readonly Sample[]): void {
  for (const sample of samples) {
    const { variant, side, block, attempt, invocation, status } = sample;
    const key = environmentKey(variant, side, block);
    const known = environments.get(key);
    if (known !== undefined && known.attempt > attempt) {
      continue;
    }
    const before = known?.attempt === attempt ? known : undefined;
    environments.set(key, {
      attempt,
      invocations: Math.max(before?.invocations ?? 0, invocation + 1),
      dead: before?.dead === true || endsEnvironment(sample),
      contaminated: before?.contaminated === true || status === "contaminated",
    });
  }
}

function numberAfter(environment: string | undefined): number {
  const match = /(\d+)$/.exec(environment ?? "");
  return match === null ? 0 : Number(match[1]) + 1;
}

async function tailFrom(path: string, offset: number): Promise<TornTail> {
  let newlines = 0;
  let lastByte = 0;
  for await (const chunk of createReadStream(path, { start: offset })) {
    if (Buffer.isBuffer(chunk)) {
      newlines += chunk.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
      lastByte = chunk.at(-1) ?? lastByte;
    }
  }
  return { offset, lines: newlines + (lastByte === 0x0a ? 0 : 1) };
}
