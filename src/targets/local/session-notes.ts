/** What a session's file says. */
export interface NotedSession {
  readonly owner: number;
  readonly stamp: string;
  readonly pidSpace: string;
  readonly workFolder: string;
  readonly leaders: readonly NotedLeader[];
}

interface NotedLeader {
  readonly pid: number;
  /** Absent when the process had gone before it could be noted. */
  readonly stamp: string | undefined;
}

/**
 * Reads a session's notes. The last line may be torn: its writer was killed. Undefined when the first line is not
 * whole; its writer may just be about to write it.
 */
export function parseSession(text: string): NotedSession | undefined {
  const [first, ...rest] = text.split("\n").map(parseLine);
  if (
    typeof first?.owner !== "number" ||
    typeof first.stamp !== "string" ||
    typeof first.pidSpace !== "string" ||
    typeof first.workFolder !== "string"
  ) {
    return undefined;
  }
  const { owner, stamp, pidSpace, workFolder } = first;
  return { owner, stamp, pidSpace, workFolder, leaders: rest.flatMap(leaderOf) };
}

function leaderOf(note: Note | undefined): readonly NotedLeader[] {
  return typeof note?.leader === "number" && note.leader > 1
    ? [{ pid: note.leader, stamp: typeof note.stamp === "string" ? note.stamp : undefined }]
    : [];
}

type Note = Readonly<Record<string, unknown>>;

function parseLine(line: string): Note | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
