import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, realpath, stat, symlink, utimes } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { PreparationError } from "../shared/errors.ts";

/**
 * Copies a folder as a zip of it would hold it: links to within stay links; a link that leads out (a workspace's
 * package in node_modules) becomes what it leads to. Modification times are kept, Python's compiled files depend on
 * them. Sockets and pipes are left out.
 * @throws PreparationError for a link that leads out to a folder which holds the link itself.
 */
export async function copyFolder(source: string, destination: string, signal: AbortSignal): Promise<void> {
  await mkdir(destination, { recursive: true });
  const root = await realpath(source);
  await copyEntries({ root, above: [root], signal }, root, destination);
}

/** Where a copy stands: links are judged against `root`; `above` guards against going in circles. */
interface Copying {
  readonly root: string;
  readonly above: readonly string[];
  readonly signal: AbortSignal;
}

async function copyEntries(copying: Copying, from: string, to: string): Promise<void> {
  copying.signal.throwIfAborted();
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const destination = join(to, entry.name);
    if (entry.isSymbolicLink()) {
      await copyLink(copying, source, destination);
    } else if (entry.isDirectory()) {
      await mkdir(destination);
      await copyEntries(copying, source, destination);
    } else if (entry.isFile()) {
      await copyOneFile(source, destination);
    }
  }
}

async function copyOneFile(source: string, destination: string): Promise<void> {
  await copyFile(source, destination, constants.COPYFILE_FICLONE);
  const { atime, mtime } = await stat(source);
  await utimes(destination, atime, mtime);
}

async function copyLink(copying: Copying, link: string, destination: string): Promise<void> {
  const target = resolve(dirname(link), await readlink(link));
  const real = await realpath(link).catch(() => undefined);
  if (isWithin(copying.root, target) && (real === undefined || isWithin(copying.root, real))) {
    await symlink(relative(dirname(link), target) || ".", destination);
  } else if (real === undefined) {
    // It leads out to nothing, here as in any copy.
    await symlink(await readlink(link), destination);
  } else {
    await copyTarget(copying, link, real, destination);
  }
}

async function copyTarget(copying: Copying, link: string, real: string, destination: string): Promise<void> {
  const stats = await lstat(real);
  if (stats.isFile()) {
    await copyOneFile(real, destination);
  } else if (stats.isDirectory()) {
    if (copying.above.some((folder) => isWithin(real, folder))) {
      throw new PreparationError(
        `${link}: expected a link to a file, or to a folder that does not hold the link, got one to ${real}`,
      );
    }
    await mkdir(destination);
    await copyEntries({ ...copying, root: real, above: [...copying.above, real] }, real, destination);
  }
}

/** True when `path` is `folder` or below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
