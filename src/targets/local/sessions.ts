import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { removeTree } from "../../packages/read-only.ts";
import { killEscaped, killProcess } from "./kill-escaped.ts";
import { unmountBelow } from "./mounts.ts";
import { freshStamp, isSameProcess, pidSpace, startStamp } from "./process-identity.ts";
import { type NotedSession, parseSession } from "./session-notes.ts";

// A thaw that is killed cannot clean up after itself. So each keeps a file outside of every run directory that says who
// it is, where its work folder is and which processes it leads; the next thaw command finds it and does what is left.

/** The notes of one running thaw. */
export interface Session {
  /** Notes a process that leads a group of ours. */
  noteLeader(pid: number): void;
  /** Everything has been cleaned up. */
  end(): void;
}

/** Names of work folders begin so; nothing else is ever removed. */
export const workFolderPrefix = "thaw-";

/** Begins the notes of this process. `now` is the calendar. */
export function openSession(cacheFolder: string, workFolder: string, now: () => Date): Session {
  const folder = sessionsFolder(cacheFolder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}.ndjson`);
  const descriptor = openSync(file, "wx");
  const note = (fields: object) => writeSync(descriptor, `${JSON.stringify(fields)}\n`);
  note({ owner: process.pid, stamp: startStamp(process.pid), pidSpace: pidSpace(), workFolder });
  return {
    // One write to an open file, within init: 0.1 ms with reading the stamp, which a process that has to be loaded and
    // to connect first does not notice.
    noteLeader: (pid) => note({ leader: pid, stamp: freshStamp(pid, now) }),
    end: () => {
      closeSync(descriptor);
      rmSync(file, { force: true });
    },
  };
}

/**
 * Ends the processes and removes the work folder of every thaw that was killed. Never touches what a living thaw owns,
 * nor a process that was given the pid of one of ours later. Returns how many sessions were cleaned up.
 */
export async function sweepLeftovers(cacheFolder: string): Promise<number> {
  let swept = 0;
  for (const name of sessionFiles(cacheFolder)) {
    const file = join(sessionsFolder(cacheFolder), name);
    const session = readSession(file);
    if (
      session !== undefined &&
      session.pidSpace === pidSpace() &&
      !isSameProcess(session.owner, session.stamp)
    ) {
      await cleanUp(session);
      rmSync(file, { force: true });
      swept++;
    }
  }
  return swept;
}

function sessionsFolder(cacheFolder: string): string {
  return join(cacheFolder, "sessions");
}

function sessionFiles(cacheFolder: string): readonly string[] {
  try {
    return readdirSync(sessionsFolder(cacheFolder)).filter((name) => name.endsWith(".ndjson"));
  } catch {
    return [];
  }
}

function readSession(file: string): NotedSession | undefined {
  try {
    return parseSession(readFileSync(file, "utf8"));
  } catch {
    // Another thaw has swept it in this moment.
    return undefined;
  }
}

async function cleanUp({ leaders, workFolder }: NotedSession): Promise<void> {
  const living = leaders
    .filter(({ pid, stamp }) => stamp !== undefined && isSameProcess(pid, stamp))
    .map(({ pid }) => pid);
  for (const pid of living) {
    killProcess(-pid);
  }
  if (basename(workFolder).startsWith(workFolderPrefix)) {
    // Also who has left its group, or outlived its leader: the folder's name is in its environment.
    killEscaped({ marker: `${workFolder}/`, sessions: living });
    unmountBelow(workFolder);
    await removeTree(workFolder);
  }
}
