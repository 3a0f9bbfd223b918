import type { EngineFacts } from "../../samples/run-manifest.ts";
import type { InitCost } from "./init-connection.ts";

/** What the first processes of a run's sandboxes have cost. */
export class InitCosts {
  readonly #hops: number[] = [];
  readonly #cpu: number[] = [];

  add({ hopMs, cpuMs }: InitCost): void {
    this.#hops.push(hopMs);
    this.#cpu.push(cpuMs);
  }

  /** Over the environments; absent where none has told. */
  get medians(): Pick<EngineFacts, "hopMs" | "firstProcessCpuMs"> {
    return this.#hops.length === 0 ? {} : { hopMs: median(this.#hops), firstProcessCpuMs: median(this.#cpu) };
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
