import { execFile } from "node:child_process";
import { chmod, chown, mkdir, readdir, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { EngineFacts } from "../../samples/run-manifest.ts";
import { sandboxUser } from "./container-options.ts";

const run = promisify(execFile);

const megabyte = 1024 * 1024;
/** What ext4 needs for itself, with room: what is over is kept from the function. */
const overheadMb = (sizeMb: number) => 24 + Math.ceil(sizeMb / 32);
const inodes = 8192;
/** Blocks that a file of the whole size needs for its own map. */
const slackBlocks = 64;

/** Folders of a limited size that stand for /tmp. */
export interface TemporaryStorage {
  /** Only a file system of its own enforces the size. */
  readonly kind: EngineFacts["temporaryStorage"];
  /** An empty folder that the sandbox's user may write in. */
  acquire(sizeMb: number): Promise<string>;
  /** The sandbox is gone: the folder is emptied for the next. */
  release(path: string): Promise<void>;
  /** Removes all. */
  remove(): Promise<void>;
}

/**
 * Where the harness may mount, each /tmp is an ext4 file system in a sparse file of this machine's disk: of a fixed size, and
 * not memory. Elsewhere it is a plain folder.
 */
export async function openTemporaryStorage(folder: string): Promise<TemporaryStorage> {
  await mkdir(folder, { recursive: true });
  const limited = process.platform === "linux" && process.getuid?.() === 0 && (await mountable(folder));
  return new Storage(folder, limited ? "file-system" : "folder");
}

class Storage implements TemporaryStorage {
  readonly kind: EngineFacts["temporaryStorage"];
  readonly #folder: string;
  readonly #free = new Map<number, string[]>();
  readonly #sizes = new Map<string, number>();

  constructor(folder: string, kind: EngineFacts["temporaryStorage"]) {
    this.#folder = folder;
    this.kind = kind;
  }

  async acquire(sizeMb: number): Promise<string> {
    const free = this.#free.get(sizeMb)?.pop();
    if (free !== undefined) {
      return free;
    }
    const path = join(this.#folder, String(this.#sizes.size).padStart(4, "0"));
    this.#sizes.set(path, sizeMb);
    await mkdir(path);
    if (this.kind === "file-system") {
      await mountFileSystem(path, sizeMb);
    }
    await giveToSandbox(path);
    return path;
  }

  async release(path: string): Promise<void> {
    const names = await readdir(path);
    await Promise.all(names.map((name) => rm(join(path, name), { recursive: true, force: true })));
    await giveToSandbox(path);
    const sizeMb = this.#sizes.get(path) ?? 0;
    this.#free.set(sizeMb, [...(this.#free.get(sizeMb) ?? []), path]);
  }

  async remove(): Promise<void> {
    for (const path of this.kind === "file-system" ? this.#sizes.keys() : []) {
      await run("umount", ["--lazy", path]).catch(() => {});
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function giveToSandbox(path: string): Promise<void> {
  if (process.getuid?.() === 0) {
    await chown(path, sandboxUser.uid, sandboxUser.gid);
    await chmod(path, 0o700);
  } else {
    await chmod(path, 0o1777);
  }
}

async function mountable(folder: string): Promise<boolean> {
  const probe = join(folder, "probe");
  try {
    await mkdir(probe);
    await mountFileSystem(probe, 128);
    await run("umount", [probe]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true, force: true });
    await rm(`${probe}.img`, { force: true });
  }
}

/** Of what it has beyond the size, the rest is reserved for root, whom no function can become. */
async function mountFileSystem(path: string, sizeMb: number): Promise<void> {
  const image = `${path}.img`;
  await writeFile(image, "");
  await truncate(image, (sizeMb + overheadMb(sizeMb)) * megabyte);
  const features = ["-O", "^has_journal", "-b", "4096", "-m", "0", "-N", String(inodes)];
  await run("mkfs.ext4", ["-q", "-F", ...features, image]);
  await run("mount", ["-o", "loop,nosuid,nodev", image, path]);
  // Without what the file system keeps for itself, which statfs takes off, too.
  const { bavail } = await statfs(path);
  await run("umount", [path]);
  const reserved = bavail - (sizeMb * megabyte) / 4096 - slackBlocks;
  await run("tune2fs", ["-r", String(Math.max(0, reserved)), image]);
  await run("mount", ["-o", "loop,nosuid,nodev", image, path]);
  await rm(join(path, "lost+found"), { recursive: true });
}
