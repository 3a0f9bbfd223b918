/** Fields by name, of which each is taken once; what is left has no place of its own. */
export class LeftFields<Value> {
  readonly #left: Map<string, Value>;

  constructor(fields: Iterable<readonly [name: string, value: Value]>) {
    this.#left = new Map(fields);
  }

  /** A field as `parse` reads it; undefined, and left, where that cannot read it. */
  take<Result>(name: string, parse: (value: Value) => Result | undefined): Result | undefined {
    const value = this.#left.get(name);
    const result = value === undefined ? undefined : parse(value);
    if (result !== undefined) {
      this.#left.delete(name);
    }
    return result;
  }

  /** A field whose value is one of few; undefined, and left, where it is another. */
  takeOneOf<Allowed>(name: string, allowed: readonly Allowed[]): Allowed | undefined {
    return this.take(name, (value) => allowed.find((item) => item === (value as unknown)));
  }

  /** The fields that nobody took. */
  left(): readonly (readonly [name: string, value: Value])[] {
    return [...this.#left];
  }
}
