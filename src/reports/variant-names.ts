import type { VariantFacts } from "../samples/run-manifest.ts";

/** What stands for a fact that is not known; it names nothing. */
const unknown = "unknown";

/** How the variants of one scenario are told apart. */
export interface VariantNames {
  /** What all of them share: `512 MB, x86_64, zip, no layers`. */
  readonly shared: string;
  /** What is a variant's own, by id: `nodejs24.x, 512 MB`. */
  readonly own: ReadonlyMap<string, string>;
}

/**
 * Names the variants of one scenario by what varies among them; by the runtime's label where nothing does, by the memory where that
 * is not known, as of what was imported.
 */
export function variantNames(variants: readonly VariantFacts[]): VariantNames {
  const parts = new Map(variants.map((variant) => [variant.id, partsOf(variant)]));
  const keys = [...new Set([...parts.values()].flatMap((named) => [...named.keys()]))];
  const varying = keys.filter((key) => new Set([...parts.values()].map((named) => named.get(key))).size > 1);
  const shown = varying.length > 0 ? varying : [keys.includes("label") ? "label" : "memory"];
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
  const parts: readonly (readonly [key: string, text: string])[] = [
    ["label", variant.label],
    ["memory", `${variant.memoryMb} MB`],
    ["architecture", variant.architecture],
    ["package", variant.package],
    ["layers", layersText(variant)],
    ...Object.entries(variant.axes).map(([axis, value]) => [`axis ${axis}`, `${axis} ${value}`] as const),
  ];
  return new Map(parts.filter(([, text]) => text !== unknown));
}

/** Of a package that is not known, its layers are not either, whatever stands for them in the variant's id. */
function layersText({ layers, package: packaged }: VariantFacts): string {
  return packaged === unknown ? unknown : layers === "none" ? "no layers" : `layers ${layers}`;
}

function textOf(parts: ReadonlyMap<string, string> | undefined, keys: readonly string[]): string {
  return keys
    .map((key) => parts?.get(key))
    .filter((part) => part !== undefined)
    .join(", ");
}
