import type { VariantFacts } from "../samples/run-manifest.ts";

/** How the variants of one scenario are told apart. */
export interface VariantNames {
  /** What all of them share: `512 MB, x86_64, zip, no layers`. */
  readonly shared: string;
  /** What is a variant's own, by id: `nodejs24.x, 512 MB`. */
  readonly own: ReadonlyMap<string, string>;
}

/** Names the variants of one scenario by what varies among them; the runtime's label where nothing does. */
export function variantNames(variants: readonly VariantFacts[]): VariantNames {
  const parts = new Map(variants.map((variant) => [variant.id, partsOf(variant)]));
  const keys = [...new Set([...parts.values()].flatMap((named) => [...named.keys()]))];
  const varying = keys.filter((key) => new Set([...parts.values()].map((named) => named.get(key))).size > 1);
  const shown = varying.length === 0 ? ["label"] : varying;
  const [first] = parts.values();
  return {
    shared: textOf(
      first,
      keys.filter((key) => !shown.includes(key)),
    ),
    own: new Map([...parts].map(([id, named]) => [id, textOf(named, shown) || textOf(named, ["label"])])),
  };
}

function partsOf(variant: VariantFacts): ReadonlyMap<string, string> {
  return new Map([
    ["label", variant.label],
    ["memory", `${variant.memoryMb} MB`],
    ["architecture", variant.architecture],
    ["package", variant.package],
    ["layers", variant.layers === "none" ? "no layers" : `layers ${variant.layers}`],
    ...Object.entries(variant.axes).map(([axis, value]) => [`axis ${axis}`, `${axis} ${value}`] as const),
  ]);
}

function textOf(parts: ReadonlyMap<string, string> | undefined, keys: readonly string[]): string {
  return keys
    .map((key) => parts?.get(key))
    .filter((part) => part !== undefined)
    .join(", ");
}
