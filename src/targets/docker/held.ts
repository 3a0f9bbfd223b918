import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Megabytes of disk that a folder's content takes. What cannot be read, or goes meanwhile, counts as nothing. */
export async function heldMb(folder: string): Promise<number> {
  return (await heldBytes(folder)) / 1024 / 1024;
}

async function heldBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    bytes += await lstat(path).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    );
    bytes += entry.isDirectory() ? await heldBytes(path) : 0;
  }
  return bytes;
}
