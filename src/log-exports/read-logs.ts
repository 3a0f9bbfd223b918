import type { Readable } from "node:stream";
import type { ImportedFile } from "../samples/run-manifest.ts";
import type { ImportTally } from "./import-tally.ts";
import { JoinFailures } from "./join-failures.ts";
import { LinePieces } from "./line-pieces.ts";
import { type LogItem, type ReportItem, unknownItem } from "./log-item.ts";
import { LogReader } from "./log-reader.ts";
import type { ObservedReport } from "./observed-sample.ts";
import { type LogSource, placeOf, readText } from "./open-log.ts";

/** What an import reads. */
export interface LogSources {
  readonly sources: readonly LogSource[];
  readonly stdin: Readable;
  /** Ends the reading at once. */
  readonly stop: AbortSignal;
}

/**
 * The REPORT lines of logs that can be samples, in their order and in parts; all else is counted by `tally`. Memory does not
 * grow with the logs. Returns what was read of each file. @throws InputError when one cannot be read, or is no text.
 */
export async function* readLogs(
  { sources, stdin, stop }: LogSources,
  tally: ImportTally,
): AsyncGenerator<readonly ObservedReport[], readonly ImportedFile[]> {
  const files: ImportedFile[] = [];
  const collector = new ReportCollector(tally);
  for (const source of sources) {
    const lines = new LinePieces();
    const reader = new LogReader((item) => collector.take(item, placeOf(source)));
    const chunks = readText(source, stdin, stop);
    let chunk = await chunks.next();
    for (; chunk.done !== true; chunk = await chunks.next()) {
      for (const piece of lines.push(chunk.value)) {
        reader.push(piece);
      }
      yield collector.released();
    }
    for (const piece of lines.end()) {
      reader.push(piece);
    }
    reader.end(lines.lineCount);
    collector.endFile(lines.lineCount);
    files.push({ name: source.name, ...chunk.value, lines: lines.lineCount });
  }
  collector.end();
  yield collector.released();
  return files;
}

/** Gives REPORT lines their numbers through all files, and joins failures to them. */
class ReportCollector {
  readonly #tally: ImportTally;
  readonly #failures = new JoinFailures();
  #released: ObservedReport[] = [];
  #linesBefore = 0;
  #isBehindReport = false;
  #lastBlock = 0;

  constructor(tally: ImportTally) {
    this.#tally = tally;
  }

  take(item: LogItem, file: string): void {
    const isBehindReport = this.#isBehindReport;
    this.#isBehindReport =
      item.kind === "report" && !item.report.emulator && item.report.memoryMb !== undefined;
    if (item.kind === "report" && !item.report.emulator) {
      this.#takeReport(item, file);
      return;
    }
    if (item.kind === "platform" && item.traceId !== undefined && isBehindReport) {
      this.#failures.trace(item.traceId);
    }
    if (item.kind === "failure") {
      this.#failures.failure(item);
    }
    this.#tally.other(item, file);
  }

  endFile(lineCount: number): void {
    this.#linesBefore += lineCount;
  }

  end(): void {
    this.#released.push(...this.#failures.end());
  }

  /** What may be written by now; each is given once. */
  released(): readonly ObservedReport[] {
    const released = this.#released;
    this.#released = [];
    return released;
  }

  #takeReport({ report, line, time }: ReportItem, file: string): void {
    const { memoryMb, requestId } = report;
    if (memoryMb === undefined) {
      const text = `a REPORT line without a memory size, of request ${requestId}`;
      this.#tally.other(unknownItem(text, { line }, 1, true), file);
      return;
    }
    const block = Math.max(this.#linesBefore + line, this.#lastBlock + 1);
    this.#lastBlock = block;
    this.#released.push(...this.#failures.report({ report: { ...report, memoryMb }, time, block }));
  }
}
