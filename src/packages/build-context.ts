import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { messageOf, PreparationError } from "../shared/errors.ts";
import { addToArchive, tarArchive } from "./tar-archive.ts";
import { readFacts } from "./tree-digest.ts";

/** What an engine builds an image from. */
export interface BuildContext {
  /** SHA-256 over the paths, modes and contents of the files. */
  readonly digest: string;
  /** Name of the Dockerfile in it. */
  readonly dockerfile: string;
  /** The files as a tar archive. May be called again. */
  archive(): NodeJS.ReadableStream;
}

/**
 * The folder of a Dockerfile without what its .dockerignore names (`Dockerfile.dockerignore` before `.dockerignore`); the
 * Dockerfile itself is always there. @throws PreparationError when it cannot be read.
 */
export async function readBuildContext(dockerfile: string): Promise<BuildContext> {
  const folder = dirname(dockerfile);
  const name = basename(dockerfile);
  try {
    const paths = await listContext(folder, name);
    const files = await withoutFolders(folder, paths);
    const { digest } = await readFacts(folder, files);
    return { digest, dockerfile: name, archive: () => archiveOf(folder, paths) };
  } catch (error) {
    throw new PreparationError(`${dockerfile}: expected a folder that can be read, got ${messageOf(error)}`);
  }
}

/** What is sent, folders before what is in them: also the empty ones, which COPY may name. */
async function listContext(folder: string, dockerfile: string): Promise<readonly string[]> {
  const rules = await readRules(folder, dockerfile);
  const patterns = dockerignore.default({ ignorecase: false }).add(rules);
  const mayBringBack = /^\s*!/m.test(rules);
  const isKept = (path: string) => path === dockerfile || !patterns.ignores(path);
  const list = async (prefix: string): Promise<string[]> => {
    const entries = await readdir(join(folder, prefix), { withFileTypes: true });
    const lists = entries.map(async (entry) => {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const kept = isKept(path);
      if (!entry.isDirectory()) {
        return kept ? [path] : [];
      }
      const below = kept || mayBringBack ? await list(path) : [];
      return kept || below.length > 0 ? [path, ...below] : [];
    });
    return (await Promise.all(lists)).flat();
  };
  return (await list("")).sort((a, b) => (a < b ? -1 : 1));
}

async function readRules(folder: string, dockerfile: string): Promise<string> {
  for (const name of [`${dockerfile}.dockerignore`, ".dockerignore"]) {
    const rules = await readFile(join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") {
        return undefined;
      }
      throw error;
    });
    if (rules !== undefined) {
      return rules;
    }
  }
  return "";
}

async function withoutFolders(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const isFolder = await Promise.all(
    paths.map(async (path) => (await lstat(join(folder, path))).isDirectory()),
  );
  return paths.filter((_, index) => isFolder[index] !== true);
}

function archiveOf(folder: string, paths: readonly string[]): NodeJS.ReadableStream {
  return tarArchive(async (into) => {
    for (const path of paths) {
      await addToArchive(into, join(folder, path), path);
    }
  });
}
