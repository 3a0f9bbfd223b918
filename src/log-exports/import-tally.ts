import type { ImportFacts, VariantFacts } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import type { LogItem, UnknownItem } from "./log-item.ts";
import { type ObservedReport, observedVariantId } from "./observed-sample.ts";

/** A line that was not understood, and the file that it is in. */
export interface NotUnderstood extends UnknownItem {
  readonly file: string;
}

/** As many lines of either kind as are kept to be shown. */
const shown = 5;

/** What is counted of a memory size. */
interface MemoryTally {
  cold: number;
  warm: number;
  restored: number;
}

/** Counts what an import reads, and keeps the first lines that it does not understand. */
export class ImportTally {
  readonly #byMemory = new Map<number, MemoryTally>();
  readonly #unknown: NotUnderstood[] = [];
  readonly #damaged: NotUnderstood[] = [];
  #emulatorReports = 0;
  #platformLines = 0;
  #notUnderstood = 0;
  #damagedReports = 0;
  #fullReports = 0;
  #failed = 0;
  #untimed = 0;
  #firstAt: string | undefined;
  #lastAt: string | undefined;

  /** Counts anything but a REPORT line that becomes a sample. */
  other(item: LogItem, file: string): void {
    switch (item.kind) {
      case "report":
        this.#emulatorReports++;
        return;
      case "failure":
      case "platform":
        this.#platformLines++;
        return;
      case "unknown": {
        this.#notUnderstood += item.lines;
        this.#damagedReports += item.isReport ? 1 : 0;
        const kept = item.isReport ? this.#damaged : this.#unknown;
        if (kept.length < shown) {
          kept.push({ ...item, file });
        }
        return;
      }
      default:
        item satisfies never;
    }
  }

  /** Counts a REPORT line that becomes this sample. */
  sample({ status, temperature, restoreMs, takenAt }: Sample, { report }: ObservedReport): void {
    const { memoryMb, maxMemoryMb } = report;
    const tally = this.#byMemory.get(memoryMb) ?? { cold: 0, warm: 0, restored: 0 };
    this.#byMemory.set(memoryMb, tally);
    tally[temperature]++;
    tally.restored += restoreMs === undefined ? 0 : 1;
    this.#failed += status === "ok" ? 0 : 1;
    this.#fullReports += status === "ok" && maxMemoryMb === memoryMb ? 1 : 0;
    if (takenAt === undefined) {
      this.#untimed++;
    } else {
      this.#firstAt = this.#firstAt === undefined || takenAt < this.#firstAt ? takenAt : this.#firstAt;
      this.#lastAt = this.#lastAt === undefined || takenAt > this.#lastAt ? takenAt : this.#lastAt;
    }
  }

  get failed(): number {
    return this.#failed;
  }

  /** Of what was not understood: the lines that begin as a REPORT line. */
  get damagedReports(): number {
    return this.#damagedReports;
  }

  /** REPORT lines that were read and whose memory was used to the last MB: beside an emulator's lines they may be its, too. */
  get fullReports(): number {
    return this.#fullReports;
  }

  /** The first lines that were not understood, REPORT lines before others. */
  examples(): readonly NotUnderstood[] {
    return [...this.#damaged, ...this.#unknown];
  }

  facts(): Omit<ImportFacts, "files"> {
    return {
      reports: [...this.#byMemory.values()].reduce((sum, { cold, warm }) => sum + cold + warm, 0),
      emulatorReports: this.#emulatorReports,
      platformLines: this.#platformLines,
      notUnderstood: this.#notUnderstood,
      untimed: this.#untimed,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
    };
  }

  /** One variant for each memory size, the smallest first. */
  variants(): readonly VariantFacts[] {
    return [...this.#byMemory]
      .toSorted(([one], [other]) => one - other)
      .map(([memoryMb, tally]) => variantOf(memoryMb, tally));
  }
}

/** `warm` is 1 where there are warm invocations: each stands for an environment of its own. */
function variantOf(memoryMb: number, { cold, warm, restored }: MemoryTally): VariantFacts {
  return {
    id: observedVariantId(memoryMb),
    scenario: "import",
    label: "unknown",
    runtime: "unknown",
    memoryMb,
    architecture: "unknown",
    package: "unknown",
    layers: "none",
    axes: {},
    ...(cold > 0 && restored === cold ? { snapStart: true as const } : {}),
    cold,
    warm: Math.min(1, warm),
    settle: 0,
    warmupBlocks: 0,
    environmentDigests: {},
    prepared: [],
  };
}
