/** Streams that run side by side: what the first of them gives is taken first. */
export class InFlight<T> {
  readonly #next = new Map<AsyncGenerator<T>, Promise<Arrival<T>>>();

  /** Streams that have not ended. */
  get size(): number {
    return this.#next.size;
  }

  /** Begins a stream. */
  start(stream: AsyncGenerator<T>): void {
    this.#ask(stream);
  }

  /**
   * What arrives while there are more than `left` streams. A stream goes on only when it is asked again: with one of them
   * nothing of it happens while whoever reads has something of it in hand.
   * @throws what a stream throws.
   */
  async *until(left: number): AsyncGenerator<T> {
    while (this.#next.size > left) {
      const { stream, result } = await Promise.race(this.#next.values());
      if (result.done === true) {
        this.#next.delete(stream);
      } else {
        yield result.value;
        this.#ask(stream);
      }
    }
  }

  #ask(stream: AsyncGenerator<T>): void {
    const arrival = stream.next().then((result) => ({ stream, result }));
    // Whoever reads hears of it; what fails meanwhile is no unhandled rejection.
    arrival.catch(() => {});
    this.#next.set(stream, arrival);
  }
}

interface Arrival<T> {
  readonly stream: AsyncGenerator<T>;
  readonly result: IteratorResult<T, unknown>;
}
