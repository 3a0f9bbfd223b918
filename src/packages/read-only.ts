import { chmod, lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isExecutable } from "./tree-digest.ts";

/** Takes everybody's right to write from a folder and all in it, as Lambda mounts code and layers read-only. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await makeReadOnly(path);
    } else if (entry.isFile()) {
      const { mode } = await lstat(path);
      await chmod(path, isExecutable(mode) ? 0o555 : 0o444);
    }
  }
  await chmod(folder, 0o555);
}

/** Removes a folder with all in it, also what was made read-only. Nothing there is no error. */
export async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    // Without the right to write in a folder nothing can be removed from it, except by root.
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await makeWritable(join(folder, entry.name));
    }
  }
}
