import type { AnyPhase } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import { DistributionBuilder, type OwnedDistribution } from "./distributions.ts";

const temperatures: readonly Temperature[] = ["cold", "warm"];

/** Collects the distributions of several phases, cold and warm. */
export class DistributionSet<P extends AnyPhase> {
  readonly #builders = {
    cold: new Map<P, DistributionBuilder<P>>(),
    warm: new Map<P, DistributionBuilder<P>>(),
  };

  /** Adds a value of the environment with this number, and of this copy; values of one environment come one after another. */
  add(phase: P, temperature: Temperature, value: number, environment: number, copy = 0): void {
    this.#builder(phase, temperature).add(value, environment, copy);
  }

  /** In the order of `phases`, cold before warm; none is empty. */
  build(phases: readonly P[]): OwnedDistribution<P>[] {
    return phases
      .flatMap((phase) => temperatures.map((temperature) => this.#builders[temperature].get(phase)))
      .filter((builder) => builder !== undefined)
      .map((builder) => builder.build());
  }

  #builder(phase: P, temperature: Temperature): DistributionBuilder<P> {
    const known = this.#builders[temperature].get(phase);
    if (known !== undefined) {
      return known;
    }
    const created = new DistributionBuilder(phase, temperature);
    this.#builders[temperature].set(phase, created);
    return created;
  }
}
