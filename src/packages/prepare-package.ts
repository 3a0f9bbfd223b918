import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Variant } from "../plan/variant.ts";
import { PreparationError } from "../shared/errors.ts";
import { build } from "./build.ts";
import { copyFolder } from "./copy-folder.ts";
import { layOut, refuseTooLarge } from "./lay-out.ts";
import { mergeFolder } from "./merge-folder.ts";
import { makeReadOnly, removeTree } from "./read-only.ts";
import { readTreeFacts, type TreeFacts } from "./tree-digest.ts";

/** What is needed to lay out one side of a variant. */
export interface PackageInput {
  readonly variant: Variant;
  /** A folder for this package alone; it need not exist. Sides get paths of one length, so that both are laid out alike. */
  readonly folder: string;
  /** Where build results are kept. */
  readonly cacheFolder: string;
  /** The user's environment, for their build command. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A function and its layers on disk, read-only by mode. */
export interface PreparedPackage {
  /** What /var/task is on Lambda. */
  readonly taskRoot: string;
  /** What /opt is on Lambda: the layers, merged in order. */
  readonly optRoot: string;
  readonly functionDigest: string;
  /** One for each layer, in order. */
  readonly layerDigests: readonly string[];
  /** Unpacked size of function and layers. */
  readonly packageBytes: number;
}

/**
 * Lays out a variant's code and layers as fresh copies.
 * @throws PreparationError when a source is missing, does not build or is too large.
 */
export async function preparePackage(input: PackageInput): Promise<PreparedPackage> {
  const { variant, folder, signal } = input;
  const code = codeOf(variant);
  const taskRoot = join(folder, "task");
  const optRoot = join(folder, "opt");
  await mkdir(optRoot, { recursive: true });
  await layOutFunction(input, code, taskRoot);
  const facts = await readTreeFacts(taskRoot);
  const layers: TreeFacts[] = [];
  for (const source of variant.layers.sources) {
    layers.push(await addLayer(source, variant, folder, optRoot, signal));
  }
  const packageBytes = [facts, ...layers].reduce((sum, { bytes }) => sum + bytes, 0);
  refuseTooLarge(packageBytes);
  await Promise.all([makeReadOnly(taskRoot), makeReadOnly(optRoot)]);
  const layerDigests = layers.map(({ digest }) => digest);
  return { taskRoot, optRoot, functionDigest: facts.digest, layerDigests, packageBytes };
}

function codeOf(variant: Variant): string {
  if (variant.code === undefined) {
    throw new PreparationError(`function.code: expected a folder or .zip, got nothing`);
  }
  return variant.code;
}

async function layOutFunction(input: PackageInput, code: string, taskRoot: string): Promise<void> {
  const { variant, folder, cacheFolder, environment, signal } = input;
  if (variant.build === undefined) {
    await layOut(code, taskRoot, signal);
    return;
  }
  const building = join(folder, "build");
  await layOut(code, building, signal);
  const built = await build({ command: variant.build, folder: building, cacheFolder, environment, signal });
  await copyFolder(built, taskRoot, signal);
  await removeTree(building);
}

async function addLayer(
  source: string,
  variant: Variant,
  folder: string,
  optRoot: string,
  signal: AbortSignal,
): Promise<TreeFacts> {
  if (source.startsWith("arn:")) {
    throw new PreparationError(
      `layers.${variant.layers.name}: expected a folder or .zip, got the layer version ${source}`,
      "a local target cannot fetch layers: download its .zip and name the file here",
    );
  }
  const layer = join(folder, "layer");
  await layOut(source, layer, signal);
  const facts = await readTreeFacts(layer);
  await mergeFolder(layer, optRoot);
  await removeTree(layer);
  return facts;
}
