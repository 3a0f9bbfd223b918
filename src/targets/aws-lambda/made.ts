/** What a run has made in a region, from the moment on that it may be there. */
export class Made {
  readonly functions = new Set<string>();
  /** Functions that are gone, and whose log may be there or come. */
  readonly logs = new Set<string>();
  readonly layers = new Set<string>();
  readonly repositories = new Set<string>();
  /** What is being made: it must have ended before anything is removed. */
  readonly #underWay = new Set<Promise<unknown>>();

  get isNothing(): boolean {
    return this.functions.size + this.logs.size + this.layers.size + this.repositories.size === 0;
  }

  /** Runs what makes something. */
  async making<Result>(make: () => Promise<Result>): Promise<Result> {
    const made = make();
    this.#underWay.add(made);
    try {
      return await made;
    } finally {
      this.#underWay.delete(made);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }
}
