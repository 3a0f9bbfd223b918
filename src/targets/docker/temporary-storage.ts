import { chmod, chown, mkdir, readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../../packages/read-only.ts";
import type { EngineFacts } from "../../samples/run-manifest.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { isFull, makeFileSystem, removeFileSystem, trim } from "./file-system.ts";
import { heldMb } from "./held.ts";
import type { SandboxUser } from "./sandbox-user.ts";

const megabyte = 1024 * 1024;

/** Folders of a limited size that stand for /tmp. */
export interface TemporaryStorage {
  /** Only a file system of its own enforces the size. */
  readonly kind: EngineFacts["temporaryStorage"];
  /** An empty folder that the sandbox's user may write in. @throws Error when this machine's disk is full. */
  acquire(sizeMb: number): Promise<string>;
  /** MB that a folder holds where nothing enforces its size; undefined where something does. Read between phases only. */
  watch(path: string): Promise<number | undefined>;
  /** The sandbox is gone: the folder is emptied for the next. */
  release(path: string): Promise<void>;
  /** Removes all that can be removed. Never rejects: what stays is found with the folder that it lies in. */
  remove(): Promise<void>;
}

/** What folders for /tmp are made by. */
export interface TemporaryStorageOptions {
  /** Made for them; removed with them. */
  readonly folder: string;
  readonly user: SandboxUser;
  /** Whether mounting is tried at all. */
  readonly mayMount: boolean;
}

/**
 * Where the harness may mount, each /tmp is an ext4 file system in a sparse file of this machine's disk: of a fixed size, and
 * not memory. Elsewhere it is a plain folder, which is watched.
 * @throws Error when this machine's disk is full.
 */
export async function openTemporaryStorage(options: TemporaryStorageOptions): Promise<TemporaryStorage> {
  const { folder, user, mayMount } = options;
  await mkdir(folder, { recursive: true });
  return new Storage(folder, user, mayMount && (await mountable(folder)) ? "file-system" : "folder");
}

/** As little as may be, and more than the file system needs for itself. */
const probeMb = 64;

interface Place {
  readonly sizeMb: number;
  /** Where the file system is mounted, or the folder's own parent. */
  readonly root: string;
}

class Storage implements TemporaryStorage {
  readonly kind: EngineFacts["temporaryStorage"];
  readonly #folder: string;
  readonly #user: SandboxUser;
  readonly #free = new Map<number, string[]>();
  readonly #places = new Map<string, Place>();

  constructor(folder: string, user: SandboxUser, kind: EngineFacts["temporaryStorage"]) {
    this.#folder = folder;
    this.#user = user;
    this.kind = kind;
  }

  async acquire(sizeMb: number): Promise<string> {
    const free = this.#free.get(sizeMb)?.pop();
    if (free !== undefined) {
      return free;
    }
    if (this.kind === "file-system") {
      await refuseWithoutRoom(this.#folder, sizeMb);
    }
    const root = join(this.#folder, String(this.#places.size).padStart(4, "0"));
    const path = join(root, "tmp");
    this.#places.set(path, { sizeMb, root });
    await mkdir(root);
    if (this.kind === "file-system") {
      await makeFileSystem(root, sizeMb);
    }
    await this.#make(path);
    return path;
  }

  async watch(path: string): Promise<number | undefined> {
    return this.kind === "folder" ? heldMb(path) : undefined;
  }

  async release(path: string): Promise<void> {
    const place = this.#places.get(path);
    if (place === undefined) {
      throw new Error(`release: expected a folder of this storage, got ${path}`);
    }
    // With all that the folder itself has grown by: the next gets one like the first.
    await removeTree(path);
    if (this.kind === "file-system") {
      await trim(place.root);
    }
    await this.#make(path);
    this.#free.set(place.sizeMb, [...(this.#free.get(place.sizeMb) ?? []), path]);
  }

  async remove(): Promise<void> {
    for (const { root } of this.kind === "file-system" ? this.#places.values() : []) {
      await removeFileSystem(root).catch(() => {});
    }
    await removeTree(this.#folder).catch(() => {});
  }

  /** For the sandbox's user, whom only root can give it to; where that is somebody else, for everybody. */
  async #make(path: string): Promise<void> {
    await mkdir(path);
    const own = process.getuid?.();
    if (own === 0) {
      await chown(path, this.#user.uid, this.#user.gid);
    }
    await chmod(path, own === 0 || own === this.#user.uid ? 0o700 : 0o1777);
  }
}

/** The file grows as the function writes: a disk that is full by then would look like a broken one to the function. */
async function refuseWithoutRoom(folder: string, sizeMb: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / megabyte);
  if (freeMb < sizeMb) {
    throw new UnavailableError(
      `${folder}: expected room for a /tmp of ${sizeMb} MB, got ${freeMb} MB`,
      "make room, or name another folder for temporary files with TMPDIR",
    );
  }
}

async function mountable(folder: string): Promise<boolean> {
  const probe = join(folder, "probe");
  await mkdir(probe);
  try {
    await makeFileSystem(probe, probeMb);
    return true;
  } catch (error) {
    if (isFull(error)) {
      throw error;
    }
    return false;
  } finally {
    await removeFileSystem(probe);
    await readdir(folder).then((names) => Promise.all(names.map((name) => removeTree(join(folder, name)))));
  }
}
