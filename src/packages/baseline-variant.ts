import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Variant } from "../plan/variant.ts";
import { PreparationError } from "../shared/errors.ts";
import { isWithin } from "./copy-folder.ts";

/** A folder that stands for another: the baseline's for the root of the candidate. */
export interface BaselineFolder {
  /** What people know it by: a ref, or a folder. */
  readonly name: string;
  readonly folder: string;
  readonly root: string;
  /** Paths below it, with `/`, that hold nothing because they are submodules. */
  readonly submodules: readonly string[];
}

/**
 * The variant with the baseline's code, layers and Dockerfile: each at the same path below the baseline's folder as below the
 * root. What lies outside of the root, and layer version ARNs, are the same for both.
 * @throws PreparationError when something is not there, or nothing of the variant lies below the root.
 */
export function baselineVariant(variant: Variant, baseline: BaselineFolder): Variant {
  const { code, image, layers } = variant;
  refuseNothingOfIt(variant, baseline);
  const map = (source: string) => mapped(source, baseline);
  return {
    ...variant,
    ...(code === undefined ? {} : { code: map(code) }),
    ...(image?.source.kind === "dockerfile"
      ? { image: { ...image, source: { kind: "dockerfile", path: map(image.source.path) } } }
      : {}),
    layers: {
      ...layers,
      sources: layers.sources.map((source) => (source.startsWith("arn:") ? source : map(source))),
    },
  };
}

/** A baseline that holds nothing of a variant would make both sides the same, whatever has changed. */
function refuseNothingOfIt({ code, image, layers }: Variant, { name, root }: BaselineFolder): void {
  const dockerfile = image?.source.kind === "dockerfile" ? image.source.path : undefined;
  const sources = [code, dockerfile, ...layers.sources.filter((source) => !source.startsWith("arn:"))].filter(
    (source) => source !== undefined,
  );
  if (sources.length > 0 && sources.every((source) => pathInRoot(root, source) === undefined)) {
    throw new PreparationError(
      `${name}: expected code below ${root}, which the baseline stands for, got ${sources.join(", ")}`,
      "run thaw from a folder that holds the scenario and its code, or name a folder of the code's own repository",
    );
  }
}

/** A path as it stands to the root; undefined outside of it. */
export function pathInRoot(root: string, path: string): string | undefined {
  if (isWithin(root, path)) {
    return relative(root, path);
  }
  // The same place by another name, as behind a link that leads into the checkout.
  const real = join(realPathOf(dirname(path)), basename(path));
  const realRoot = realPathOf(root);
  return isWithin(realRoot, real) ? relative(realRoot, real) : undefined;
}

function mapped(source: string, { name, folder, root, submodules }: BaselineFolder): string {
  const path = pathInRoot(root, source);
  if (path === undefined) {
    return source;
  }
  const shown = `${name}:${path.replaceAll(sep, "/") || "."}`;
  const inSubmodule = submodules.find((submodule) => overlap(path.replaceAll(sep, "/"), submodule));
  if (inSubmodule !== undefined) {
    throw new PreparationError(
      `${shown}: expected files of the repository itself, got the submodule ${inSubmodule}`,
      "a git ref brings no submodules: name a folder that has them with --baseline DIR",
    );
  }
  const there = join(folder, path);
  if (statSync(there, { throwIfNoEntry: false }) === undefined) {
    throw new PreparationError(`${shown}: expected what is at this path of the candidate, got nothing`);
  }
  return there;
}

function overlap(path: string, submodule: string): boolean {
  return path === "" || isWithin(`/${submodule}`, `/${path}`) || isWithin(`/${path}`, `/${submodule}`);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
