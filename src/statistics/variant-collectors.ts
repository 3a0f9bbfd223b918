import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Sample, Side } from "../samples/sample.ts";
import { InputError } from "../shared/errors.ts";

const sides: readonly (Side | undefined)[] = [undefined, "baseline", "candidate"];

/** One collector for each variant and side of a run, made when the first sample of it comes. */
export class VariantCollectors<C> {
  readonly #collectors = new Map<string, C>();
  readonly #known: ReadonlyMap<string, VariantFacts>;
  readonly #create: (facts: VariantFacts, side: Side | undefined) => C;

  constructor(
    { variants }: Pick<RunManifest, "variants">,
    create: (facts: VariantFacts, side: Side | undefined) => C,
  ) {
    this.#known = new Map(variants.map((variant) => [variant.id, variant]));
    this.#create = create;
  }

  /** The collector of a sample. @throws InputError when the manifest does not know the sample's variant. */
  of({ variant, side }: Pick<Sample, "variant" | "side">): C {
    const key = keyOf(variant, side);
    const existing = this.#collectors.get(key);
    if (existing !== undefined) {
      return existing;
    }
    const facts = this.#known.get(variant);
    if (facts === undefined) {
      const message = `expected samples of the variants in run.json, got one of ${variant}`;
      throw new InputError([{ place: "samples.ndjson", message, hint: "the two files are not of one run" }]);
    }
    const created = this.#create(facts, side);
    this.#collectors.set(key, created);
    return created;
  }

  /** In the manifest's order, baseline before candidate; only those of which there is a sample. */
  inOrder(): C[] {
    return [...this.#known.keys()]
      .flatMap((id) => sides.map((side) => this.#collectors.get(keyOf(id, side))))
      .filter((collector) => collector !== undefined);
  }
}

function keyOf(variant: string, side: Side | undefined): string {
  return `${variant}|${side ?? ""}`;
}
