import { InputError, type Problem } from "../shared/errors.ts";
import { suggest } from "../shared/suggest.ts";
import type { Variant } from "./variant.ts";

/**
 * The variants that `key=value` filters leave: of one key any value, of different keys all.
 * A runtime is named by its label or its identifier.
 * @throws InputError (place: `--filter`) for unknown keys and values, and when nothing is left.
 */
export function filterVariants(variants: readonly Variant[], filters: readonly string[]): readonly Variant[] {
  const wanted = new Map<FilterKey, string[]>();
  const problems: Problem[] = [];
  for (const filter of filters) {
    const parsed = parseFilter(filter, variants);
    if ("problem" in parsed) {
      problems.push(parsed.problem);
    } else {
      wanted.set(parsed.key, [...(wanted.get(parsed.key) ?? []), parsed.value]);
    }
  }
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  const left = variants.filter((variant) =>
    [...wanted].every(([key, values]) => values.some((value) => valuesOf[key](variant).includes(value))),
  );
  if (left.length === 0) {
    const got = filters.join(" ");
    throw new InputError([{ place, message: `expected filters that leave a variant, got ${got}` }]);
  }
  return left;
}

const place = "--filter";

/** What a variant answers to, by key. */
const valuesOf = {
  scenario: (variant: Variant) => [variant.scenario],
  tag: (variant: Variant) => variant.tags,
  runtime: (variant: Variant) => [variant.label, variant.runtime],
  memory: (variant: Variant) => [String(variant.memoryMb)],
  architecture: (variant: Variant) => [variant.architecture],
  package: (variant: Variant) => [variant.package],
  layers: (variant: Variant) => [variant.layers.name],
  snapStart: (variant: Variant) => [String(variant.snapStart)],
  event: (variant: Variant) => [variant.event.name],
  timeout: (variant: Variant) => [String(variant.timeoutSeconds)],
  ephemeralStorage: (variant: Variant) => [String(variant.ephemeralStorageMb)],
  region: ({ lambda }: Variant) => (lambda?.region === undefined ? [] : [lambda.region]),
} as const satisfies Readonly<Record<string, (variant: Variant) => readonly string[]>>;

type FilterKey = keyof typeof valuesOf;

type ParsedFilter = { readonly key: FilterKey; readonly value: string } | { readonly problem: Problem };

function parseFilter(filter: string, variants: readonly Variant[]): ParsedFilter {
  const match = /^([^=]*)=(.*)$/s.exec(filter);
  const [, key = "", value = ""] = match ?? [];
  if (match === null) {
    return { problem: { place, message: `expected key=value, got ${JSON.stringify(filter)}` } };
  }
  if (!isKey(key)) {
    return { problem: unknown("key", key, Object.keys(valuesOf)) };
  }
  const known = [...new Set(variants.flatMap((variant) => valuesOf[key](variant)))];
  return known.includes(value) ? { key, value } : { problem: unknown(key, value, known) };
}

function isKey(key: string): key is FilterKey {
  return Object.hasOwn(valuesOf, key);
}

function unknown(what: string, got: string, known: readonly string[]): Problem {
  const allowed = known.length === 0 ? "nothing (no scenario has one)" : known.join(", ");
  return {
    place,
    message: `expected ${what} to be one of ${allowed}, got ${JSON.stringify(got)}`,
    hint: suggest(got, known),
  };
}
