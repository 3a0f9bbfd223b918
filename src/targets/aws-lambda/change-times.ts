/** So many times as long as half of all changes take is too long; but never less than this, in milliseconds. */
const factor = 5;
const leastMs = 5000;
/** And so many times as long is late: another copy may be ready sooner. */
const lateFactor = 1.5;
/** Of that time, the part after which looking begins. */
const unlookedPart = 0.8;
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
    const medianMs = this.#medianMs();
    return medianMs === undefined ? mostMs : Math.min(mostMs, Math.max(leastMs, factor * medianMs));
  }

  /** When a change is late; never, where none was seen yet. */
  lateMs(): number {
    return lateFactor * (this.#medianMs() ?? Number.POSITIVE_INFINITY);
  }

  /** Until when no change is expected to be done: looks before would be in vain. */
  firstLookMs(): number {
    return unlookedPart * (this.#medianMs() ?? 0);
  }

  #medianMs(): number | undefined {
    const sorted = this.#lastMs.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }
}
