/** One distribution of a run, encoded. The names are those of samples and of the summary. */
export interface StoredHistogram {
  readonly variant: string;
  readonly side?: "baseline" | "candidate" | undefined;
  /** The extension whose phase it is. */
  readonly extension?: string | undefined;
  readonly phase: string;
  readonly temperature: "cold" | "warm";
  readonly count: number;
  /** HdrHistogram V2 compressed, base64; values are microseconds. */
  readonly data: string;
}

/** histograms.json. */
export interface HistogramsFile {
  readonly formatVersion: 1;
  readonly unit: "µs";
  readonly lowest: number;
  readonly highest: number;
  readonly significantDigits: number;
  /** In the order of the summary. */
  readonly histograms: readonly StoredHistogram[];
}
