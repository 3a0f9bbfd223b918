import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { removeTree } from "../../packages/read-only.ts";
import { killEscaped } from "./kill-escaped.ts";
import { openSession, type Session, workFolderPrefix } from "./sessions.ts";

/** The folder of one target, with the notes that let the next thaw clean it up if this one is killed. */
export interface WorkArea {
  readonly session: Session;
  /** What /var/runtime stands for; empty. */
  readonly runtimeRoot: string;
  /** A path for the next package. All are of one length. */
  nextPackageFolder(): string;
  /** A path for the next environment's /tmp. */
  nextTemporaryFolder(): string;
  /** Ends what escaped from its environment, removes the folder and ends the notes. */
  remove(): Promise<void>;
}

/** Makes a work folder `thaw-<random>` in the folder for temporary files. `now` is the calendar. */
export function openWorkArea(temporaryFolder: string, cacheFolder: string, now: () => Date): WorkArea {
  const folder = mkdtempSync(join(temporaryFolder, workFolderPrefix));
  const session = openSession(cacheFolder, folder, now);
  const runtimeRoot = join(folder, "runtime");
  mkdirSync(runtimeRoot);
  return {
    session,
    runtimeRoot,
    nextPackageFolder: numbered(folder, "package"),
    nextTemporaryFolder: numbered(folder, "tmp"),
    remove: async () => {
      killEscaped({ marker: `${folder}/`, sessions: [] });
      await removeTree(folder);
      session.end();
    },
  };
}

function numbered(folder: string, name: string): () => string {
  let count = 0;
  return () => join(folder, `${name}-${String(count++).padStart(6, "0")}`);
}
