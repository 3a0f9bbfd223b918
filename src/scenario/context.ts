import type { ProblemReport } from "./report.ts";

/** What a file system says; the loader fills it, everything else of the stage is pure. */
export interface Disk {
  kind(path: string): "file" | "folder" | undefined;
  /** Names in a folder; empty when there is none. */
  list(folder: string): readonly string[];
  /** Content as UTF-8. @throws when it cannot be read. */
  read(path: string): string;
}

/** What resolving a scenario needs beside the file itself. */
export interface Context {
  /** Absolute path of the scenario's file. */
  readonly file: string;
  /** Folder of the file. */
  readonly folder: string;
  /** The file as people know it. */
  readonly shown: string;
  /** The caller's environment, for `${env:…}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly disk: Disk;
  readonly report: ProblemReport;
  /** False when wrong parts of the file were cut away: then nothing is reported as missing. */
  readonly whole: boolean;
}
