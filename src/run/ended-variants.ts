import type { Plan } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import type { RunEvent } from "./run-event.ts";
import type { StoppingRule } from "./stopping-rule.ts";

/** Which variants a stopping rule has ended, look after look. */
export class EndedVariants {
  readonly #plan: Pick<Plan, "variants">;
  readonly #rule: StoppingRule | undefined;
  readonly #ended = new Set<string>();
  /** Blocks of the last look. */
  #looked = 0;

  constructor({
    plan,
    stopping,
  }: { readonly plan: Pick<Plan, "variants">; readonly stopping?: StoppingRule | undefined }) {
    this.#plan = plan;
    this.#rule = stopping;
  }

  has({ id }: Pick<Variant, "id">): boolean {
    return this.#ended.has(id);
  }

  /** True where a look is due that was not taken, once so many blocks are on record. */
  isDue(blocks: number): boolean {
    return this.#rule?.looks.some((look) => look > this.#looked && look <= blocks) ?? false;
  }

  /**
   * Takes every look that is due once so many blocks are on record, also those that an earlier segment took: what they ended
   * stays ended. To be called between environments.
   */
  *lookAfter(blocks: number): Generator<RunEvent> {
    for (const look of this.#rule?.looks ?? []) {
      if (look > this.#looked && look <= blocks) {
        this.#looked = look;
        yield* this.#endBy(this.#rule?.endedAfter(look) ?? new Set());
      }
    }
  }

  *#endBy(ids: ReadonlySet<string>): Generator<RunEvent> {
    for (const variant of this.#plan.variants) {
      if (ids.has(variant.id) && !this.#ended.has(variant.id)) {
        this.#ended.add(variant.id);
        yield { type: "variant-ended", variant, blocks: this.#looked };
      }
    }
  }
}
