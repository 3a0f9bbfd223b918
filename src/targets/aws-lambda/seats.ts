import { Waiters } from "./waiters.ts";

/**
 * Environments that may be at work at once, over all variants: no more than the account may run, nor than this machine can ask
 * without their waiting for each other here.
 */
export class Seats {
  readonly #capacity: () => number;
  readonly #waiters = new Waiters<void>();
  #taken = 0;
  #mostTaken = 0;

  /** `capacity` may change as regions are opened. */
  constructor(capacity: () => number) {
    this.#capacity = capacity;
  }

  get capacity(): number {
    return Math.max(1, this.#capacity());
  }

  /** The most that were taken at once so far. */
  get mostTaken(): number {
    return this.#mostTaken;
  }

  /** Waits until so many are free together, behind all who came before. Rejects with the signal's reason. */
  async take(count: number, signal: AbortSignal | undefined): Promise<void> {
    const taken = this.#waiters.wait(signal, count);
    this.#pass();
    await taken;
  }

  leave(count: number): void {
    this.#taken -= count;
    this.#pass();
  }

  #pass(): void {
    for (let { first } = this.#waiters; first !== undefined; first = this.#waiters.first) {
      // More than there are ever can only be had when all are free.
      if (this.#taken > 0 && this.#taken + first.weight > this.capacity) {
        return;
      }
      this.#taken += first.weight;
      this.#mostTaken = Math.max(this.#mostTaken, this.#taken);
      this.#waiters.take()?.resolve();
    }
  }
}
