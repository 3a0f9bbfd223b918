import { dirname, relative, sep } from "node:path";
import { canonicalJson, sha256 } from "../shared/digest.ts";
import type { Plan } from "./plan.ts";
import type { Variant, VariantImage } from "./variant.ts";

/**
 * SHA-256 of all that decides what is measured. Paths count as they stand to the scenario's file, so that the same
 * scenarios give the same digest in another folder; variables of the function count by their own digests.
 */
export function planDigest({
  scenarios,
  variants,
  blocks,
  sides,
}: Pick<Plan, "scenarios" | "variants" | "blocks" | "sides">): string {
  return sha256(
    canonicalJson({
      scenarios: scenarios.map(({ name, hooks, maxTimeMs }) => ({ name, hooks, maxTimeMs })),
      variants: variants.map(portable),
      blocks,
      sides: sides.map((side) => side ?? null),
    }),
  );
}

/** The digest of each variable's value, by the variable's name. */
export function environmentDigests(
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, sha256(value)]));
}

function portable(variant: Variant): unknown {
  const folder = dirname(variant.file);
  return {
    ...variant,
    file: undefined,
    code: variant.code === undefined ? undefined : portablePath(folder, variant.code),
    image: variant.image && portableImage(folder, variant.image),
    layers: {
      name: variant.layers.name,
      sources: variant.layers.sources.map((source) => portablePath(folder, source)),
    },
    environment: environmentDigests(variant.environment),
  };
}

function portableImage(folder: string, { source, ...settings }: VariantImage): unknown {
  return {
    ...settings,
    source: source.kind === "dockerfile" ? portablePath(folder, source.path) : sha256(source.name),
  };
}

function portablePath(folder: string, path: string): string {
  return path.startsWith("arn:") ? path : relative(folder, path).replaceAll(sep, "/");
}
