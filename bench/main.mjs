// The harness measures itself: what it adds to what it measures, and what it costs its user. Every figure is a ratio
// to a floor measured in the same run, or has a limit that leaves room for the machine. Exit 1 when a limit does not hold.
//
//   npm run bench:self                  all parts, some minutes
//   node bench/main.mjs start-up api    some of them
import { accuracy } from "./accuracy.mjs";
import { apiRoundTrip } from "./api-round-trip.mjs";
import { coldCycle } from "./cold-cycle.mjs";
import { compareSpeed } from "./compare-speed.mjs";
import { comparison } from "./comparison.mjs";
import { compiledClient } from "./compiled-client.mjs";
import { containersLeft } from "./containers-left.mjs";
import { dockerCycle } from "./docker-cycle.mjs";
import { dockerPrepare } from "./docker-prepare.mjs";
import { leaks } from "./leaks.mjs";
import { recording } from "./recording.mjs";
import { reports } from "./reports.mjs";
import { rie } from "./rie.mjs";
import { startUp } from "./start-up.mjs";
import { formatTable } from "./table.mjs";
import { telemetry } from "./telemetry.mjs";

const parts = {
  api: { title: "Runtime API: one event, one answer", run: apiRoundTrip },
  "compiled-client": { title: "Runtime API with a compiled client", run: compiledClient },
  rie: { title: "A warm invocation, beside AWS's Runtime Interface Emulator", run: rie },
  telemetry: { title: "An extension that subscribes to all telemetry", run: telemetry },
  leaks: { title: "What environments leave behind", run: leaks },
  "containers-left": { title: "What containers leave behind", run: containersLeft },
  "cold-cycle": { title: "Own time per cold sample, outside the measured phases", run: coldCycle },
  "docker-cycle": { title: "Cold starts in containers", run: dockerCycle },
  "docker-prepare": { title: "Preparing variants of one image", run: dockerPrepare },
  recording: { title: "Recording one million samples", run: recording },
  reports: { title: "Reports from one million samples", run: reports },
  comparison: { title: "Comparing code with itself, and with slower code", run: comparison },
  "compare-speed": { title: "Comparing two runs of 100 variants with 1,000 samples each", run: compareSpeed },
  "start-up": { title: "Starting a command", run: startUp },
  accuracy: { title: "A function that is busy for 80 ms at load and 20 ms per answer", run: accuracy },
};

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`expected parts of ${Object.keys(parts).join(", ")}, got ${unknown.join(", ")}\n`);
  process.exit(2);
}

const measured = [];
for (const name of asked) {
  const { title, run } = parts[name];
  process.stderr.write(`${title} …\n`);
  measured.push({ title, rows: await run() });
}

process.stdout.write(formatTable(measured));
process.exitCode = measured.every(({ rows }) => rows.every(({ held }) => held !== false)) ? 0 : 1;
