import type { ExtensionPhase, Phase } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";

/** All values of one phase of one variant and side, in the order of recording. */
export interface Distribution<P extends Phase | ExtensionPhase = Phase | ExtensionPhase> {
  readonly phase: P;
  readonly temperature: Temperature;
  /** Milliseconds. */
  readonly values: Float64Array;
  /** Index of the first value of each environment, ascending. */
  readonly starts: Uint32Array;
}

/** Collects numbers in one typed array that doubles: a million of them are 8 MB, not a million objects. */
export class NumberList {
  #values = new Float64Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** A view of what was collected, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** Collects one distribution. */
export class DistributionBuilder<P extends Phase | ExtensionPhase> {
  readonly #phase: P;
  readonly #temperature: Temperature;
  readonly #values = new NumberList();
  readonly #starts = new NumberList();
  #environment = -1;

  constructor(phase: P, temperature: Temperature) {
    this.#phase = phase;
    this.#temperature = temperature;
  }

  /** Adds a value of the environment with this number; values of one environment come one after another. */
  add(value: number, environment: number): void {
    if (environment !== this.#environment) {
      this.#environment = environment;
      this.#starts.push(this.#values.length);
    }
    this.#values.push(value);
  }

  build(): Distribution<P> {
    return {
      phase: this.#phase,
      temperature: this.#temperature,
      values: this.#values.values(),
      starts: Uint32Array.from(this.#starts.values()),
    };
  }
}
