import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../shared/errors.ts";
import { isAlive, killAll } from "./kill.ts";
import { listProcesses, processesWithEnvironment, readProcess } from "./process-table.ts";
import { removeTree } from "./remove-tree.ts";

/** What one thaw process has running and on disk, noted where the next thaw finds it. */
export interface Session {
  /** Notes a sandbox's first process: one small append, about 50 µs, right after it was started. */
  noteLeader(pid: number): void;
  /** Forgets the session; its processes and its work folder must be gone. */
  end(): void;
}

/** A lock file's lines: its owner first, then a leader each. */
interface Note {
  readonly pid: number;
  readonly startTicks: number | undefined;
  readonly workFolder?: string | undefined;
}

/** Begins a session: from now on a kill of this process leaves a note of what to clean up. */
export function openSession(cacheFolder: string, workFolder: string): Session {
  const folder = sessionsFolder(cacheFolder);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}.ndjson`);
  const file = openSync(path, "ax", 0o600);
  const append = (note: Note) => writeSync(file, `${JSON.stringify(note)}\n`);
  append({ pid: process.pid, startTicks: readProcess(process.pid)?.startTicks, workFolder });
  return {
    noteLeader: (pid) => append({ pid, startTicks: readProcess(pid)?.startTicks }),
    end: () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/**
 * Ends the processes and removes the work folders of thaw processes that were killed. Costs one directory listing
 * when there is nothing to do. Returns the number of sessions cleaned up.
 */
export async function sweepLeftovers(cacheFolder: string): Promise<number> {
  const folder = sessionsFolder(cacheFolder);
  const abandoned = lockFiles(folder).flatMap((path) => abandonedSession(path) ?? []);
  for (const { path, owner, leaders } of abandoned) {
    await killAll(membersOf(leaders));
    if (owner.workFolder !== undefined) {
      await killAll(processesWithEnvironment(owner.workFolder));
      await removeTree(owner.workFolder);
    }
    rmSync(path, { force: true });
  }
  return abandoned.length;
}

function sessionsFolder(cacheFolder: string): string {
  return join(cacheFolder, "sessions");
}

function lockFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A session whose owner is gone, or undefined while it lives. */
function abandonedSession(path: string) {
  const [owner, ...leaders] = notesIn(path);
  if (owner === undefined || isSame(owner)) {
    return undefined;
  }
  return { path, owner, leaders };
}

/** The notes of a lock file; a line cut off by the kill is left out. */
function notesIn(path: string): readonly Note[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line) => parseNote(line) ?? []);
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

function parseNote(line: string): Note | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (value === null || typeof value !== "object" || !("pid" in value) || typeof value.pid !== "number") {
      return undefined;
    }
    const startTicks =
      "startTicks" in value && typeof value.startTicks === "number" ? value.startTicks : undefined;
    const workFolder =
      "workFolder" in value && typeof value.workFolder === "string" ? value.workFolder : undefined;
    return { pid: value.pid, startTicks, workFolder };
  } catch {
    return undefined;
  }
}

/** True while the very process of the note lives, not one that got its pid later. */
function isSame({ pid, startTicks }: Note): boolean {
  return startTicks === undefined ? isAlive(pid) : readProcess(pid)?.startTicks === startTicks;
}

/**
 * Living processes of the leaders' sessions. The kernel gives a pid to nobody else while a session of that number
 * has members; so where the pid is another process by now, none of ours is left in it.
 */
function membersOf(leaders: readonly Note[]): readonly number[] {
  const ours = new Set(
    leaders.filter((leader) => readProcess(leader.pid) === undefined || isSame(leader)).map(({ pid }) => pid),
  );
  return listProcesses()
    .filter(({ session, state }) => ours.has(session) && state !== "Z")
    .map(({ pid }) => pid);
}
