/** Of fewer calls the least may be far above what the way takes at least. */
const leastCalls = 10;

/** The least time that warm calls to a function took beyond what Lambda reports: no call can take less, a cold one neither. */
export class LeastWay {
  #count = 0;
  #ms = Number.POSITIVE_INFINITY;

  /** Of a warm call its round trip without its duration, in milliseconds. */
  add(ms: number): void {
    this.#count++;
    this.#ms = Math.min(this.#ms, ms);
  }

  /** In milliseconds; undefined until enough calls have shown it. */
  get ms(): number | undefined {
    return this.#count < leastCalls ? undefined : this.#ms;
  }
}
