// One writer of recording.mjs: `record.mjs writer|floor FILE COUNT`. Prints its time and its peak of memory.
import { open, rm } from "node:fs/promises";
import { formatSample } from "../dist/samples/sample-line.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { peakMemoryMb } from "./child.mjs";
import { environmentsOfSamples } from "./synthetic-samples.mjs";

const [, , kind, file, count] = process.argv;
await rm(file, { force: true });
const startedMs = performance.now();
await (kind === "floor" ? writeBytes() : writeSamples());
const seconds = (performance.now() - startedMs) / 1000;
process.stdout.write(JSON.stringify({ seconds, peakMb: peakMemoryMb() }));

async function writeSamples() {
  const writer = await openSampleWriter(file);
  for (const samples of environmentsOfSamples(Number(count))) {
    await writer.appendEnvironment(samples);
  }
  await writer[Symbol.asyncDispose](); // `await using` is not yet in the oldest Node.js that bench/ runs on
}

async function writeBytes() {
  const [first] = environmentsOfSamples(11);
  const bytes = Buffer.from(first.map(formatSample).join(""));
  const handle = await open(file, "a");
  for (let written = 0; written < Number(count); written += first.length) {
    await handle.write(bytes);
  }
  await handle.close();
}
