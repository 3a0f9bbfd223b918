import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { sha256 } from "../../shared/digest.ts";
import { fieldOf } from "../../shared/field-of.ts";
import type { Belonging } from "./belonging.ts";
import type { GivenSettings } from "./restoring.ts";

/** An existing function that thaw may have changed. */
export interface SavedFunction {
  readonly arn: string;
  /** Whose doing it is. */
  readonly belonging: Belonging;
  /** As it was before thaw. */
  readonly before: FunctionConfiguration;
  /** All that thaw has given it since. */
  readonly given: readonly GivenSettings[];
}

/**
 * What existing functions were like before thaw changed them, for as long as they have not been put back: in the cache, readable
 * for its owner alone, as it holds the functions' variables. It is there for whoever comes after a run that was killed.
 */
export class SavedFunctions {
  readonly #folder: string;
  readonly #endpoint: string | undefined;

  /** `endpoint`: what stands in for AWS; its functions are not AWS's, whatever they are called. */
  constructor(cacheFolder: string, endpoint: string | undefined) {
    this.#folder = join(cacheFolder, "functions");
    this.#endpoint = endpoint;
  }

  /** Undefined where none was written. */
  read(arn: string): Promise<SavedFunction | undefined> {
    return this.#readFile(this.#nameOf(arn));
  }

  async write(saved: SavedFunction): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(this.#folder, this.#nameOf(saved.arn));
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify({ ...saved, endpoint: this.#endpoint }), { mode: 0o600 });
    await rename(unfinished, file);
  }

  remove(arn: string): Promise<void> {
    return rm(join(this.#folder, this.#nameOf(arn)), { force: true });
  }

  /** Every function, by its ARN. */
  async list(): Promise<readonly SavedFunction[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith(".json"));
    const all = await Promise.all(names.map((name) => this.#readFile(name)));
    return all
      .filter((saved) => saved !== undefined)
      .toSorted((one, other) => (one.arn < other.arn ? -1 : 1));
  }

  #nameOf(arn: string): string {
    return `${sha256(`${this.#endpoint ?? ""} ${arn}`)}.json`;
  }

  async #readFile(name: string): Promise<SavedFunction | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(join(this.#folder, name), "utf8"));
      return fieldOf(value, "endpoint") === this.#endpoint ? savedFrom(value) : undefined;
    } catch {
      return undefined;
    }
  }
}

function savedFrom(value: unknown): SavedFunction | undefined {
  const arn = fieldOf(value, "arn");
  const belonging = belongingFrom(fieldOf(value, "belonging"));
  const [before, given] = [fieldOf(value, "before"), fieldOf(value, "given")];
  return typeof arn === "string" && belonging !== undefined && isObject(before) && Array.isArray(given)
    ? { arn, belonging, before, given: given.filter(isObject) }
    : undefined;
}

function belongingFrom(value: unknown): Belonging | undefined {
  const [owner, runId, expiry] = [fieldOf(value, "owner"), fieldOf(value, "runId"), fieldOf(value, "expiry")];
  return typeof owner === "string" && typeof runId === "string" && typeof expiry === "string"
    ? { owner, runId, expiry }
    : undefined;
}

/** Nothing but what AWS told is compared with it, and given back to it. */
function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object";
}
