import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../shared/digest.ts";
import { fieldOf } from "../../shared/field-of.ts";
import type { FunctionState } from "./function-state.ts";

/**
 * What an existing function was like before thaw changed it, for as long as it has not been put back: in the cache, readable
 * for its owner alone, as it holds the function's variables. It is there for the run after one that was killed.
 */
export class SavedConfiguration {
  readonly #folder: string;
  readonly #file: string;

  constructor(cacheFolder: string, arn: string) {
    this.#folder = join(cacheFolder, "functions");
    this.#file = join(this.#folder, `${sha256(arn)}.json`);
  }

  /** Undefined where none was written. */
  async read(): Promise<FunctionState | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#file, "utf8"));
      const configuration = fieldOf(value, "configuration");
      return configuration !== null && typeof configuration === "object" ? { configuration } : undefined;
    } catch {
      return undefined;
    }
  }

  async write({ configuration }: FunctionState): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = `${this.#file}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify({ configuration }), { mode: 0o600 });
    await rename(unfinished, this.#file);
  }

  remove(): Promise<void> {
    return rm(this.#file, { force: true });
  }
}
