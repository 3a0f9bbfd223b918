import { execFile } from "node:child_process";
import { access, constants, rm, stat, statfs, truncate, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const megabyte = 1024 * 1024;
const blockBytes = 4096;
/** What ext4 needs for itself, with room: what is over is kept from the function. */
const overheadMb = (sizeMb: number) => 24 + Math.ceil(sizeMb / 32);
/** Blocks that a file of the whole size needs for its own map. */
const slackBlocks = 64;
/** Below it, what a function has written is not worth the time that giving it back takes. */
const worthTrimmingBytes = 8 * megabyte;
const mountOptions = "loop,nosuid,nodev,noatime,noinit_itable";

/**
 * Mounts an empty ext4 file system at a folder, which then takes this many megabytes; its blocks come from a sparse file beside the
 * folder as they are written. Without a journal, and with nothing that the kernel does to it later by itself.
 * @throws Error when this process may not, or the disk is full; nothing stays mounted.
 */
export async function makeFileSystem(folder: string, sizeMb: number): Promise<void> {
  const image = imageOf(folder);
  try {
    await writeFile(image, "");
    await truncate(image, (sizeMb + overheadMb(sizeMb)) * megabyte);
    await run("mkfs.ext4", ["-q", "-F", "-O", "^has_journal", "-b", String(blockBytes), "-m", "0", image]);
    await run("mount", ["-o", mountOptions, image, folder]);
    // Without what the file system keeps for itself, which statfs takes off, too.
    const { bavail } = await statfs(folder);
    await run("umount", [folder]);
    // Of what it has beyond the size, the rest is reserved for root, whom no function can become.
    const reserved = bavail - (sizeMb * megabyte) / blockBytes - slackBlocks;
    await run("tune2fs", ["-r", String(Math.max(0, reserved)), image]);
    await run("mount", ["-o", mountOptions, image, folder]);
    await rm(`${folder}/lost+found`, { recursive: true });
  } catch (error) {
    await removeFileSystem(folder);
    throw new Error(`expected to make a /tmp of ${sizeMb} MB at ${folder}, got ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Where the files of sandboxes may lie, the best first. */
export function foldersForStorage(host: {
  readonly temporaryFolder: string;
  readonly cacheFolder: string;
}): readonly string[] {
  return [host.temporaryFolder, "/var/tmp", host.cacheFolder];
}

/**
 * The first of the folders that may be written in and whose files are not memory, as they are in a tmpfs; undefined where none is.
 * One that does not exist yet is judged by where it would be made. On Linux only.
 */
export async function folderOnDisk(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const standing = await nearest(folder);
    if (standing !== undefined && !memoryTypes.has((await statfs(standing)).type)) {
      return folder;
    }
  }
  return undefined;
}

/** TMPFS_MAGIC and RAMFS_MAGIC of linux/magic.h. */
const memoryTypes: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

/** The folder or the first above it that exists; undefined where it may not be written in. */
async function nearest(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing && dirname(folder) !== folder ? nearest(dirname(folder)) : undefined;
  }
}

/** Takes a file system away with its file. What is not there is no error. */
export async function removeFileSystem(folder: string): Promise<void> {
  await run("umount", ["--lazy", folder]).catch(() => {});
  await rm(imageOf(folder), { force: true });
}

/**
 * Gives this machine's disk back what was written and deleted: else it would still be written to the disk when the next is
 * measured.
 */
export async function trim(folder: string): Promise<void> {
  const { blocks } = await stat(imageOf(folder));
  if (blocks * 512 > worthTrimmingBytes) {
    await run("fstrim", [folder]).catch(() => {});
  }
}

/** Whether it failed because this machine's disk is full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.message.includes(fullDisk);
}

const fullDisk = "No space left on device";

function imageOf(folder: string): string {
  return `${folder}.img`;
}

/** What a command said last, or the system. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if ("code" in error && error.code === "ENOSPC") {
    return fullDisk;
  }
  const said = "stderr" in error && typeof error.stderr === "string" ? error.stderr.trim() : "";
  return said === "" ? error.message : said.replaceAll(/\s*\n\s*/g, "; ");
}
