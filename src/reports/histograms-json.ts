import type { HistogramsFile } from "../histogram/stored-histogram.ts";

/** The text of histograms.json: one histogram a line, so that a difference between two runs can be read. */
export function histogramsJson({ histograms, ...head }: HistogramsFile): string {
  const lines = histograms.map((histogram) => JSON.stringify(histogram)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"histograms":[\n${lines}\n]}\n`;
}
