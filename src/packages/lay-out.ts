import { stat } from "node:fs/promises";
import { PreparationError } from "../shared/errors.ts";
import { copyFolder } from "./copy-folder.ts";
import { unzip } from "./unzip.ts";

/** Lambda's limit for a function with its layers, unpacked. */
const maxPackageBytes = 250 * 1024 * 1024;

/** Copies a folder, or unpacks a .zip, into a new folder. @throws PreparationError when it is neither, or cannot be read. */
export async function layOut(source: string, destination: string, signal: AbortSignal): Promise<void> {
  const stats = await stat(source).catch(() => undefined);
  if (stats?.isDirectory()) {
    await copyFolder(source, destination, signal);
  } else if (stats?.isFile()) {
    await unzip(source, destination, maxPackageBytes, signal);
  } else {
    throw new PreparationError(`${source}: expected a folder or .zip that exists, got nothing`);
  }
}

/** @throws PreparationError where a function with its layers is larger than Lambda takes. */
export function refuseTooLarge(bytes: number): void {
  if (bytes > maxPackageBytes) {
    const megabytes = Math.ceil(bytes / 1024 / 1024);
    throw new PreparationError(
      `expected at most 250 MB of code and layers, got ${megabytes} MB`,
      "Lambda refuses zip packages that are larger when unpacked",
    );
  }
}
