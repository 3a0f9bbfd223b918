import type { Sample } from "../samples/sample.ts";
import { type Distribution, DistributionBuilder, NumberList } from "./distributions.ts";
import { medianOf } from "./environment-medians.ts";

interface ColdValue {
  readonly unattributedMs: number;
  readonly segment: number;
  readonly environment: number;
  readonly copy: number;
}

/**
 * Collects what Lambda's clock does not account for, cold and warm, client by client: each start of the harness is a client of its
 * own, with its own way to the region.
 */
export class PlacementCollector {
  readonly #cold: ColdValue[] = [];
  readonly #warm = new Map<number, NumberList>();

  add({ temperature, unattributedMs, segment }: Sample, environment: number, copy: number): void {
    if (unattributedMs === undefined) {
      return;
    }
    if (temperature === "cold") {
      this.#cold.push({ unattributedMs, segment, environment, copy });
    } else {
      const values = this.#warm.get(segment) ?? new NumberList();
      values.push(unattributedMs);
      this.#warm.set(segment, values);
    }
  }

  /** Each cold `unattributed` less the warm median of its client; undefined where no client has both. */
  finish(): Distribution | undefined {
    const medians = new Map([...this.#warm].map(([segment, list]) => [segment, medianOf(list.values())]));
    const builder = new DistributionBuilder("unattributed", "cold");
    for (const { unattributedMs, segment, environment, copy } of this.#cold) {
      const warm = medians.get(segment);
      if (warm !== undefined) {
        builder.add(unattributedMs - warm, environment, copy);
      }
    }
    const placement = builder.build();
    return placement.values.length === 0 ? undefined : placement;
  }
}
