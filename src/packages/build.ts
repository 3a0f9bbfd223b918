import { randomBytes } from "node:crypto";
import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../shared/digest.ts";
import { PreparationError } from "../shared/errors.ts";
import { copyFolder } from "./copy-folder.ts";
import { removeTree } from "./read-only.ts";
import { runShell } from "./shell.ts";
import { readTreeFacts } from "./tree-digest.ts";

/** What a build goes by. */
export interface BuildInput {
  readonly command: string;
  /** A copy of the code that the command may change. */
  readonly folder: string;
  readonly cacheFolder: string;
  /** The user's own: a build needs their compilers, caches and credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * The folder with the result of a build: the kept one where this command has built this code before, else the given
 * folder, built. A result is kept only when it is whole, so a build that fails or is interrupted leaves nothing.
 * @throws PreparationError with the last that the command printed.
 */
export async function build(input: BuildInput): Promise<string> {
  const kept = await keptResult(input);
  if ((await stat(kept).catch(() => undefined)) === undefined) {
    await runBuild(input);
    await keep(input, kept);
  }
  return kept;
}

async function keptResult({ command, folder, cacheFolder }: BuildInput): Promise<string> {
  const { digest } = await readTreeFacts(folder);
  const key = sha256([digest, command, process.platform, process.arch].join("\0"));
  return join(cacheFolder, "builds", key);
}

async function runBuild({ command, folder, environment, signal }: BuildInput): Promise<void> {
  const { code, signal: killedBy, output } = await runShell({ command, folder, environment, signal });
  if (code !== 0) {
    const words = output.trim() === "" ? "; it printed nothing" : `:\n${output.trim()}`;
    throw new PreparationError(`build "${command}": expected exit code 0, got ${killedBy ?? code}${words}`);
  }
}

/** Two that build the same at once both finish; the first to rename wins, and their results are interchangeable. */
async function keep({ folder, cacheFolder, signal }: BuildInput, kept: string): Promise<void> {
  const unfinished = join(cacheFolder, "builds", `unfinished-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(unfinished, { recursive: true });
    await copyFolder(folder, unfinished, signal);
    await rename(unfinished, kept);
  } catch (error) {
    await removeTree(unfinished);
    if ((await stat(kept).catch(() => undefined)) === undefined) {
      throw error;
    }
  }
}
