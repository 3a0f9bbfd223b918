import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../shared/digest.ts";

/** The regions in which runs of this machine have made something, by whom they talked to; kept in the cache folder. */
export class KnownRegions {
  readonly #folder: string;

  /** `endpoint`: what stood in for AWS. */
  constructor(cacheFolder: string, endpoint: string | undefined) {
    const place = endpoint === undefined ? "aws" : sha256(endpoint).slice(0, 16);
    this.#folder = join(cacheFolder, "regions", place);
  }

  /** Written before anything is made there, so that a clean-up after a kill knows of it. */
  async add(region: string): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(join(this.#folder, region), "");
    } catch {
      // Whoever cleans up names the region then; no run ends for it.
    }
  }

  /** Sorted. */
  async list(): Promise<readonly string[]> {
    return (await readdir(this.#folder).catch(() => [])).toSorted();
  }
}
