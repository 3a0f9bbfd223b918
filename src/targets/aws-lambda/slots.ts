/** So many holders at a time, in the order of asking. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Waits until there is room. @returns what gives it back, once however often it is called. */
  async take(): Promise<() => void> {
    if (this.#free > 0) {
      this.#free--;
    } else {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    let isHeld = true;
    return () => {
      if (isHeld) {
        isHeld = false;
        this.#giveBack();
      }
    };
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free++;
    } else {
      next();
    }
  }
}
