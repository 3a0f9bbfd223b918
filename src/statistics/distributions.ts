import type { AnyPhase } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";

/** All values of one phase of one variant and side, in the order of recording. */
export interface Distribution<P extends AnyPhase = AnyPhase> {
  readonly phase: P;
  readonly temperature: Temperature;
  /** Milliseconds. */
  readonly values: Float64Array;
  /** Index of the first value of each environment, ascending. */
  readonly starts: Uint32Array;
  /** Which copy of the function each environment is of: a number, the same for all where there is one. */
  readonly copies: Uint32Array;
}

/** A distribution that knows which environments its values are of. */
export interface OwnedDistribution<P extends AnyPhase = AnyPhase> extends Distribution<P> {
  /** The number of each environment, as it was added. */
  readonly environments: Uint32Array;
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

  /** Puts another in the place of the last. */
  replaceLast(change: (last: number) => number): void {
    const index = this.#length - 1;
    this.#values[index] = change(this.#values[index] ?? Number.NaN);
  }

  /** A view of what was collected, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** Collects one distribution. */
export class DistributionBuilder<P extends AnyPhase> {
  readonly #phase: P;
  readonly #temperature: Temperature;
  readonly #values = new NumberList();
  readonly #starts = new NumberList();
  readonly #environments = new NumberList();
  readonly #copies = new NumberList();
  #environment = -1;

  constructor(phase: P, temperature: Temperature) {
    this.#phase = phase;
    this.#temperature = temperature;
  }

  /** Adds a value of the environment with this number, and of this copy; values of one environment come one after another. */
  add(value: number, environment: number, copy = 0): void {
    if (environment !== this.#environment) {
      this.#environment = environment;
      this.#starts.push(this.#values.length);
      this.#environments.push(environment);
      this.#copies.push(copy);
    }
    this.#values.push(value);
  }

  /** May be asked again and again, as values come. */
  build(): OwnedDistribution<P> {
    return {
      phase: this.#phase,
      temperature: this.#temperature,
      values: this.#values.values(),
      starts: Uint32Array.from(this.#starts.values()),
      environments: Uint32Array.from(this.#environments.values()),
      copies: Uint32Array.from(this.#copies.values()),
    };
  }
}
