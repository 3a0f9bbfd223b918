/** One holder at a time, in the order of asking. */
export class Lock {
  #last: Promise<void> = Promise.resolve();

  /** Waits until it is free. @returns what frees it again. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let free = () => {};
    this.#last = new Promise((resolve) => {
      free = resolve;
    });
    await before;
    return free;
  }
}
