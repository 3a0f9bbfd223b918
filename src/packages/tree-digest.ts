import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** What a folder holds: a digest over sorted paths, executable bits and contents, and its size in bytes. */
export interface TreeFacts {
  /** SHA-256. Owners, times and empty folders do not enter it: they differ between machines and mean nothing to Lambda. */
  readonly digest: string;
  readonly bytes: number;
}

/** Reads a whole folder. Symbolic links enter by their text; what is neither file, folder nor link is left out. */
export async function readTreeFacts(folder: string): Promise<TreeFacts> {
  return readFacts(folder, await listTree(folder));
}

/** Reads some paths of a folder, in this order, as `readTreeFacts` reads all. */
export async function readFacts(folder: string, paths: readonly string[]): Promise<TreeFacts> {
  const total = createHash("sha256");
  let bytes = 0;
  for (const path of paths) {
    const file = join(folder, path);
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) {
      total.update(`link\0${path}\0${await readlink(file)}\n`);
    } else if (stats.isFile()) {
      total.update(
        `${isExecutable(stats.mode) ? "executable" : "file"}\0${path}\0${await contentDigest(file)}\n`,
      );
      bytes += stats.size;
    }
  }
  return { digest: total.digest("hex"), bytes };
}

/** True when anybody may execute it. */
export function isExecutable(mode: number): boolean {
  return (mode & 0o111) !== 0;
}

/** Paths of everything that is not a folder, with `/`, sorted by code unit so that every machine agrees. */
export async function listTree(folder: string, prefix = ""): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const lists = await Promise.all(
    entries.map((entry) => {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      return entry.isDirectory() ? listTree(folder, path) : [path];
    }),
  );
  const paths = lists.flat();
  return prefix === "" ? paths.sort((a, b) => (a < b ? -1 : 1)) : paths;
}

async function contentDigest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
