import type { VariantFacts } from "../samples/run-manifest.ts";

/** Variants that differ in one axis alone: one has its reference value, the other another value. */
export interface AxisPairs {
  readonly scenario: string;
  readonly axis: string;
  readonly reference: string;
  readonly value: string;
  readonly pairs: readonly { readonly reference: VariantFacts; readonly other: VariantFacts }[];
}

/**
 * The pairs of every axis that has a reference value among a scenario's variants, for each of its other values: scenarios in the
 * order of the variants, then axes in schema order, then values in the order of the variants. Which value is the reference: the
 * set without layers, `zip`, the smallest size or timeout, no SnapStart, and `x86_64`, all of which are what a function has when it
 * asks for nothing else. Runtimes, events and regions have none: each is its own.
 */
export function axisPairs(variants: readonly VariantFacts[]): AxisPairs[] {
  return [...new Set(variants.map(({ scenario }) => scenario))].flatMap((scenario) => {
    const own = variants.filter((variant) => variant.scenario === scenario);
    return axes.flatMap((axis) => pairsOf(axis, scenario, own));
  });
}

interface Axis {
  readonly name: string;
  readonly textOf: (variant: VariantFacts) => string | undefined;
  /** Of several values the one that others are held against. */
  readonly referenceOf: (values: readonly string[], variants: readonly VariantFacts[]) => string | undefined;
}

const axes: readonly Axis[] = [
  { name: "memory", textOf: ({ memoryMb }) => String(memoryMb), referenceOf: smallest },
  { name: "architecture", textOf: ({ architecture }) => architecture, referenceOf: named("x86_64") },
  { name: "package", textOf: (variant) => variant.package, referenceOf: named("zip") },
  { name: "layers", textOf: ({ layers }) => layers, referenceOf: withoutLayers },
  { name: "snapStart", textOf: otherAxis("snapStart"), referenceOf: named("false") },
  { name: "timeout", textOf: otherAxis("timeout"), referenceOf: smallest },
  { name: "ephemeralStorage", textOf: otherAxis("ephemeralStorage"), referenceOf: smallest },
];

function otherAxis(name: string): Axis["textOf"] {
  return ({ axes: ofVariant }) => ofVariant[name];
}

function named(reference: string): Axis["referenceOf"] {
  return (values) => values.find((value) => value === reference);
}

function smallest(values: readonly string[]): string | undefined {
  return values.toSorted((one, other) => Number(one) - Number(other))[0];
}

/** `none`, or another name of a set that was prepared without any layer. */
function withoutLayers(values: readonly string[], variants: readonly VariantFacts[]): string | undefined {
  const isEmpty = (set: string) => {
    const prepared = variants.filter(({ layers }) => layers === set).flatMap((variant) => variant.prepared);
    return prepared.length > 0 && prepared.every(({ layerDigests }) => layerDigests.length === 0);
  };
  return values.find((value) => value === "none") ?? values.find(isEmpty);
}

function pairsOf(axis: Axis, scenario: string, variants: readonly VariantFacts[]): AxisPairs[] {
  const values = [...new Set(variants.map(axis.textOf))].filter((value) => value !== undefined);
  const reference = values.length < 2 ? undefined : axis.referenceOf(values, variants);
  if (reference === undefined) {
    return [];
  }
  const references = new Map(
    variants
      .filter((variant) => axis.textOf(variant) === reference)
      .map((variant) => [restOf(variant, axis), variant]),
  );
  return values
    .filter((value) => value !== reference)
    .map((value) => {
      const pairs = variants.flatMap((other) => {
        const alike = references.get(restOf(other, axis));
        return axis.textOf(other) === value && alike !== undefined ? [{ reference: alike, other }] : [];
      });
      return { scenario, axis: axis.name, reference, value, pairs };
    })
    .filter(({ pairs }) => pairs.length > 0);
}

/** All that names a variant but the value of one axis. */
function restOf(variant: VariantFacts, axis: Axis): string {
  const others = axes.filter(({ name }) => name !== axis.name).map(({ textOf }) => textOf(variant) ?? "");
  return JSON.stringify([variant.label, variant.axes.event ?? "", variant.axes.region ?? "", ...others]);
}
