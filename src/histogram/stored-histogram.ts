import { range } from "./histogram.ts";

/** Version of histograms.json. Raised when a field changes its meaning or goes. */
const histogramsVersion = 1;

/** One distribution of a run, encoded. The names are those of samples and of the summary. */
export interface StoredHistogram {
  readonly variant: string;
  readonly side?: "baseline" | "candidate" | undefined;
  readonly phase: string;
  readonly temperature: "cold" | "warm";
  readonly count: number;
  /** HdrHistogram V2 compressed, base64; values are microseconds. */
  readonly data: string;
}

/** histograms.json. */
interface HistogramsFile {
  readonly formatVersion: typeof histogramsVersion;
  readonly unit: "µs";
  readonly lowest: number;
  readonly highest: number;
  readonly significantDigits: number;
  readonly histograms: readonly StoredHistogram[];
}

/** The text of histograms.json: one histogram a line, so that a difference between two runs can be read. */
export function histogramsJson(histograms: readonly StoredHistogram[]): string {
  const { lowestUs, highestUs, significantDigits } = range;
  const head: Omit<HistogramsFile, "histograms"> = {
    formatVersion: histogramsVersion,
    unit: "µs",
    lowest: lowestUs,
    highest: highestUs,
    significantDigits,
  };
  const lines = histograms.map((histogram) => JSON.stringify(histogram)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"histograms":[\n${lines}\n]}\n`;
}
