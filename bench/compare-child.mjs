// One comparison of compare-speed.mjs: `compare-child.mjs BASE CAND`. Prints its time and its peak of memory.
import { runProgram } from "../dist/cli/program.js";
import { peakMemoryMb } from "./child.mjs";

const [, , base, cand] = process.argv;
// What it found does not matter: nothing to see, a difference, or too little to tell.
const compared = [0, 1, 5];

const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const startedMs = performance.now();
const code = await runProgram(["compare", base, cand, "--quiet"]);
const seconds = (performance.now() - startedMs) / 1000;
if (!compared.includes(code)) {
  throw new Error(`thaw compare: expected exit code ${compared.join(", ")}, got ${code}`);
}
print(JSON.stringify({ seconds, peakMb: peakMemoryMb() }));
