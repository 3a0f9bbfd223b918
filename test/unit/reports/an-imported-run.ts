import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { importedManifest } from "../../../src/cli/imported-manifest.ts";
import { ImportTally } from "../../../src/log-exports/import-tally.ts";
import { observedSample } from "../../../src/log-exports/observed-sample.ts";
import { readLogs } from "../../../src/log-exports/read-logs.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import type { ScriptedRun } from "./a-run.ts";

/** The lines that were collected from published logs, as an import makes a run of them. */
export async function importedRun(): Promise<ScriptedRun> {
  const sources = ["report-lines.txt", "report-lines.jsonl", "platform-lines.txt"].map((name) => ({
    name,
    path: fileURLToPath(new URL(`../report-lines/collected/${name}`, import.meta.url)),
  }));
  const tally = new ImportTally();
  const samples: Sample[] = [];
  const reading = readLogs({ sources, stdin: Readable.from([]), stop: new AbortController().signal }, tally);
  let part = await reading.next();
  for (; part.done !== true; part = await reading.next()) {
    for (const observed of part.value) {
      const sample = observedSample(observed);
      tally.sample(sample, observed);
      samples.push(sample);
    }
  }
  const [startedAt, endedAt] = ["2026-11-23T19:20:11.000Z", "2026-11-23T19:20:12.000Z"];
  const runId = "2026-11-23T19-20-11Z-a1b2";
  const manifest = importedManifest({ runId, startedAt, endedAt, files: part.value, blocks: 109, tally });
  return { manifest: { ...manifest, harnessVersion: "0.1.0" }, samples };
}
