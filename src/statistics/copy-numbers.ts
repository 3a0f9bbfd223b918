import type { Sample } from "../samples/sample.ts";

/** A copy of a function: the copies of a segment are its own. */
export interface FunctionCopyName {
  readonly segment: number;
  readonly copy: number;
}

/** Numbers the copies that a variant's samples came from, in the order in which they are first seen. */
export class CopyNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #names: FunctionCopyName[] = [];
  #isOneFunction = false;

  /** All samples without a copy are of one, and so are those of bursts: their copies are connections to one function. */
  of({ segment, copy, method }: Sample): number {
    // A variant is brought to cold starts in one way, which its cold samples name.
    this.#isOneFunction = method === undefined ? this.#isOneFunction : method === "burst";
    if (copy === undefined || this.#isOneFunction) {
      return this.#numberOf("", { segment: 0, copy: 0 });
    }
    return this.#numberOf(`${segment}/${copy}`, { segment, copy });
  }

  /** By number. */
  names(): readonly FunctionCopyName[] {
    return this.#names;
  }

  #numberOf(key: string, name: FunctionCopyName): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    const number = this.#names.length;
    this.#numbers.set(key, number);
    this.#names.push(name);
    return number;
  }
}
