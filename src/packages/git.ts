import { spawn } from "node:child_process";
import { killGroup } from "./shell.ts";

/** A call of git, and what of the user's surroundings it sees. */
export interface GitCall {
  readonly args: readonly string[];
  /** Whose repository is meant. */
  readonly folder: string;
  /** The user's own: filters need their programs and credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Variables beside it. */
  readonly own?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How git ended, and all that it printed. */
export interface GitEnd {
  readonly code: number;
  readonly output: string;
  readonly problem: string;
}

/**
 * Runs git and waits for it. When aborted, git is killed with all that it started and the promise rejects with the signal's
 * reason; it also rejects when there is no git.
 */
export async function runGit({ args, folder, environment, own, signal }: GitCall): Promise<GitEnd> {
  signal?.throwIfAborted();
  const child = spawn("git", ["-C", folder, ...args], {
    env: { ...withoutRepository(environment), ...own },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the filters that git starts can be ended with it.
    detached: true,
  });
  const output: Buffer[] = [];
  const problem: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => problem.push(chunk));
  const kill = () => killGroup(child.pid);
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    signal?.throwIfAborted();
    return { code: code ?? -1, output: textOf(output), problem: textOf(problem) };
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}

/** Where git runs a hook it names its repository in these; the one around `folder` is meant, and in English. */
function withoutRepository(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const named = Object.entries(environment).filter(([name]) => !repositoryVariables.has(name));
  return { ...Object.fromEntries(named), LC_ALL: "C" };
}

/** Source: `git rev-parse --local-env-vars`, without those that are settings. */
const repositoryVariables = new Set([
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_NAMESPACE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
]);
