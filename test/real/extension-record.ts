import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const recordLine = z.object({
  extension: z.string(),
  /** The calendar's time at which the extension got it. */
  atMs: z.number(),
  got: z.record(z.string(), z.unknown()),
});

/** What an extension of test/extensions noted. */
export type Recorded = z.infer<typeof recordLine>;

/** A file in which the extensions of test/extensions note what they get. */
export interface ExtensionRecord extends Disposable {
  /** The variables that lead the extensions to it. */
  readonly variables: Readonly<Record<string, string>>;
  /** What was noted so far, in order. */
  read(): readonly Recorded[];
}

/** A new, empty record. */
export function openRecord(): ExtensionRecord {
  const folder = mkdtempSync(join(tmpdir(), "thaw-record-"));
  const file = join(folder, "record.ndjson");
  return {
    variables: { EXTENSION_RECORD: file },
    read: () => linesOf(file).map((line) => recordLine.parse(JSON.parse(line))),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

/** The whole lines of a file; none where there is no file. */
export function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
}
