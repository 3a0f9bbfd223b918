// One reader of reports.mjs: `rebuild.mjs report|floor RUN`. Prints its time and its peak of memory.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runProgram } from "../dist/cli/program.js";
import { peakMemoryMb } from "./child.mjs";

const [, , kind, run] = process.argv;
const startedMs = performance.now();
await (kind === "floor" ? parseLines() : rebuild());
const seconds = (performance.now() - startedMs) / 1000;
process.stdout.write(JSON.stringify({ seconds, peakMb: peakMemoryMb() }));

async function rebuild() {
  const code = await runProgram(["report", run, "--quiet"]);
  if (code !== 0) {
    throw new Error(`thaw report: expected exit code 0, got ${code}`);
  }
}

async function parseLines() {
  const lines = createInterface({ input: createReadStream(join(run, "samples.ndjson")) });
  for await (const line of lines) {
    JSON.parse(line);
  }
}
