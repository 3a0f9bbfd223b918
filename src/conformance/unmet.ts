/** A check does not hold: thrown by what a check asks of a runtime, caught where checks are run. */
export class Unmet extends Error {
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.name = "Unmet";
    this.expected = expected;
    this.found = found;
  }
}

/** There is nothing to check: the runtime does not have the optional feature. */
export class NotApplicable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotApplicable";
  }
}
