import { type ExtensionPhase, extensionPhases } from "../samples/phases.ts";
import type { Sample } from "../samples/sample.ts";
import { DistributionSet } from "./distribution-set.ts";
import type { Distribution } from "./distributions.ts";

/** What the samples say of one extension, ready to be summarised. */
export interface CollectedExtension {
  readonly name: string;
  /** In the order of `extensionPhases`, cold before warm; none is empty. */
  readonly distributions: readonly Distribution<ExtensionPhase>[];
}

/** Takes what samples say of extensions, each of which is a name in two groups. */
export class ExtensionCollector {
  readonly #byName = new Map<string, DistributionSet<ExtensionPhase>>();

  /** Adds a sample that enters distributions; `environment` numbers the environments in the order of recording. */
  add(sample: Sample, environment: number): void {
    this.#addGroup("extensionInit", sample.extensionInitMs, sample, environment);
    this.#addGroup("extensionOverhead", sample.extensionOverheadMs, sample, environment);
  }

  /** In the order of the names, whichever extension was seen first. */
  finish(): CollectedExtension[] {
    return [...this.#byName]
      .map(([name, set]) => ({ name, distributions: set.build(extensionPhases) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  #addGroup(
    phase: ExtensionPhase,
    group: Readonly<Record<string, number>> | undefined,
    { temperature }: Sample,
    environment: number,
  ): void {
    for (const [name, value] of Object.entries(group ?? {})) {
      const known = this.#byName.get(name) ?? new DistributionSet<ExtensionPhase>();
      this.#byName.set(name, known);
      known.add(phase, temperature, value, environment);
    }
  }
}
