import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parsePrices } from "../pricing/parse-prices.ts";
import type { Prices } from "../pricing/prices.ts";
import { InputError, messageOf } from "../shared/errors.ts";

/**
 * The prices of a file that `--prices` names, docs/prices.md; undefined where it names none. `path` is from the working directory.
 * @throws InputError when it cannot be read, with its place; with every field that is not as it must be.
 */
export async function ownPrices(
  path: string | undefined,
  { cwd }: { readonly cwd: string },
): Promise<readonly Prices[] | undefined> {
  if (path === undefined) {
    return undefined;
  }
  return parsePrices(path, await readText(path, cwd));
}

async function readText(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), "utf8");
  } catch (error) {
    const message = `expected a file of prices, got ${messageOf(error)}`;
    throw new InputError([{ place: "--prices", message, hint: "docs/prices.md shows one" }], {
      cause: error,
    });
  }
}
