import { platformTimes } from "../samples/phases.ts";
import type { Sample } from "../samples/sample.ts";
import { DistributionSet } from "./distribution-set.ts";
import type { Distribution } from "./distributions.ts";

/** What the samples say of one of the times that Lambda's JSON log names. */
export interface CollectedPlatformTime {
  readonly name: string;
  /** Cold before warm; none is empty. */
  readonly distributions: readonly Distribution<"platform">[];
}

/** Takes the times that Lambda names, of which none is a phase of ours. */
export class PlatformCollector {
  readonly #byName = new Map<string, DistributionSet<"platform">>();

  /** Adds a sample that enters distributions; `environment` numbers the environments in the order of recording. */
  add({ platformMs = {}, temperature }: Sample, environment: number, copy: number): void {
    for (const [name, value] of Object.entries(platformMs)) {
      const known = this.#byName.get(name) ?? new DistributionSet<"platform">();
      this.#byName.set(name, known);
      known.add("platform", temperature, value, environment, copy);
    }
  }

  /** In the order of an invocation, and then those that are not known by their names. */
  finish(): CollectedPlatformTime[] {
    const names = [...this.#byName.keys()].sort();
    const known = platformTimes.filter((name) => names.includes(name));
    return [...known, ...names.filter((name) => !known.includes(name))].map((name) => ({
      name,
      distributions: this.#byName.get(name)?.build(["platform"]) ?? [],
    }));
  }
}
