/** So many times as long as half of all changes take is too long; but never less than this, in milliseconds. */
const factor = 5;
const leastMs = 5000;
/** The last so many count. */
const kept = 64;

/**
 * How long changes of functions take in a region: what takes many times as long as others will not end, and a copy that
 * waits for it is better replaced.
 */
export class ChangeTimes {
  #lastMs: readonly number[] = [];

  took(ms: number): void {
    this.#lastMs = [...this.#lastMs, ms].slice(-kept);
  }

  /** How long a change is waited for; `mostMs` where none was seen yet. */
  patienceMs(mostMs: number): number {
    const sorted = this.#lastMs.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    return median === undefined ? mostMs : Math.min(mostMs, Math.max(leastMs, factor * median));
  }
}
