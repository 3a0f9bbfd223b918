import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { ImportTally } from "../log-exports/import-tally.ts";
import { observedSample } from "../log-exports/observed-sample.ts";
import { type LogSource, refuseBadSources } from "../log-exports/open-log.ts";
import { readLogs } from "../log-exports/read-logs.ts";
import { createRunDirectory, samplesFile, writeManifest } from "../samples/run-directory.ts";
import type { ImportedFile } from "../samples/run-manifest.ts";
import { openSampleWriter } from "../samples/writer.ts";
import { exitCode } from "./exit-codes.ts";
import { type FinishedRun, reportAgain } from "./finish-run.ts";
import type { Host } from "./host.ts";
import { nothingRead } from "./import-text.ts";
import { importedManifest } from "./imported-manifest.ts";
import { newRunId } from "./new-run-id.ts";
import type { SlowProgress } from "./slow-progress.ts";
import { StoppedAtOnce, type StopSignals } from "./stop-signals.ts";

/** What `thaw import` is asked for. */
export interface ImportRequest {
  readonly sources: readonly LogSource[];
  /** The run directory; absent: results/<run-id>. */
  readonly out?: string | undefined;
  readonly stdin: Readable;
}

/** A run directory made of logs, and what was counted on the way. */
export interface ImportedRun {
  readonly finished: FinishedRun;
  readonly files: readonly ImportedFile[];
  readonly tally: ImportTally;
}

/**
 * Makes a run directory of the REPORT lines of logs, whole or not at all.
 * @throws InputError when a log cannot be read, none has a REPORT line, or the folder is not new or empty; StoppedAtOnce.
 */
export async function importRun(
  request: ImportRequest,
  host: Host,
  stop: StopSignals,
  progress: SlowProgress,
): Promise<ImportedRun> {
  await refuseBadSources(request.sources);
  const runId = newRunId(host);
  const directory = resolve(host.cwd, request.out ?? join("results", runId));
  const isNew = !existsSync(directory);
  await createRunDirectory(directory, "name another folder");
  const remove = () => removeMade(directory, isNew);
  stop.onSecond(remove);
  try {
    return await Promise.race([fill(directory, runId, request, host, stop, progress), stop.atOnce]);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function fill(
  directory: string,
  runId: string,
  { sources, stdin }: ImportRequest,
  { clock }: Host,
  stop: StopSignals,
  progress: SlowProgress,
): Promise<ImportedRun> {
  const startedAt = clock.date().toISOString();
  const tally = new ImportTally();
  const logs = { sources, stdin, stop: stop.signal };
  // A read that is under way cannot be ended, where a pipe has nothing to give: it is left behind.
  const reading = readAndRecord(directory, logs, tally, progress);
  const { files, blocks } = await Promise.race([reading, stopped(stop)]);
  if (tally.facts().reports === 0) {
    throw nothingRead(files, tally);
  }
  progress.say("working out the figures");
  const endedAt = clock.date().toISOString();
  await writeManifest(directory, importedManifest({ runId, startedAt, endedAt, files, blocks, tally }));
  const finished = await reportAgain(directory);
  endIfStopped(stop);
  return { finished, files, tally };
}

/** Appends every REPORT line as it is read. `blocks` is one more than the number of the last line. */
async function readAndRecord(
  directory: string,
  logs: Parameters<typeof readLogs>[0],
  tally: ImportTally,
  progress: SlowProgress,
): Promise<{ readonly files: readonly ImportedFile[]; readonly blocks: number }> {
  await using writer = await openSampleWriter(join(directory, samplesFile));
  const reading = readLogs(logs, tally);
  let blocks = 0;
  let part = await reading.next();
  for (; part.done !== true; part = await reading.next()) {
    const samples = part.value.map((observed) => {
      const sample = observedSample(observed);
      tally.sample(sample, observed);
      return sample;
    });
    if (samples.length > 0) {
      await writer.appendSingles(samples);
      blocks = (samples.at(-1)?.block ?? 0) + 1;
      progress.say("reading", `: ${tally.facts().reports} REPORT lines`);
    }
  }
  return { files: part.value, blocks };
}

/** Rejects when a signal comes. */
function stopped(stop: StopSignals): Promise<never> {
  return new Promise((_resolve, reject) => {
    stop.signal.addEventListener("abort", () =>
      reject(new StoppedAtOnce(stop.code() ?? exitCode.interrupted)),
    );
  });
}

function endIfStopped(stop: StopSignals): void {
  const code = stop.code();
  if (code !== undefined) {
    throw new StoppedAtOnce(code);
  }
}

/** A folder that was there before stays, empty as it was. */
async function removeMade(directory: string, isNew: boolean): Promise<void> {
  if (isNew) {
    await rm(directory, { recursive: true, force: true });
    return;
  }
  for (const name of await readdir(directory)) {
    await rm(join(directory, name), { recursive: true, force: true });
  }
}
