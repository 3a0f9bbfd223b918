import type { Clock } from "../../shared/clock.ts";

/** How fast calls of one kind may follow each other. */
export interface PaceOptions {
  /** Calls in any second. */
  readonly perSecond: number;
  readonly clock: Clock;
}

interface Waiting {
  go(): void;
}

/** Timers may be late by this much without the next call being later, too; what that may win is added to each second. */
const creditMs = 5;
/** Of the rate, what is left after calls were refused; and what comes back with each that is not. */
const decrease = 0.85;
const recovery = 0.02;

/**
 * Lets calls go one after the other, evenly: never more in a second than are allowed, wherever the second begins. Slower
 * when AWS refuses some all the same, as others of the account call, too; then faster again, bit by bit.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #waiting: Waiting[] = [];
  #perSecond: number;
  #nextMs = Number.NEGATIVE_INFINITY;
  #slowedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor({ perSecond, clock }: PaceOptions) {
    this.#clock = clock;
    this.#most = perSecond;
    this.#perSecond = perSecond;
  }

  /** Calls a second, as they go at the moment. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Waits for one's turn. Rejects with the signal's reason. */
  turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        const index = this.#waiting.indexOf(waiting);
        if (index !== -1) {
          this.#waiting.splice(index, 1);
        }
        reject(signal.reason);
      };
      const waiting = {
        go: () => {
          signal.removeEventListener("abort", abort);
          resolve();
        },
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiting);
      this.#pump();
    });
  }

  /** A call was refused for its rate. That call waits as long as AWS asks for; the others go on, more slowly. */
  slowDown(): void {
    const nowMs = this.#clock.nowMs();
    // Calls that were on their way together are refused together.
    if (nowMs - this.#slowedMs >= 1000) {
      this.#slowedMs = nowMs;
      this.#perSecond = Math.max(this.#most / 15, this.#perSecond * decrease);
    }
  }

  /** A call went through. */
  speedUp(): void {
    this.#perSecond = Math.min(this.#most, this.#perSecond + this.#most * recovery);
  }

  #pump(): void {
    if (this.#timer !== undefined || this.#waiting.length === 0) {
      return;
    }
    const delayMs = this.#nextMs - this.#clock.nowMs();
    if (delayMs <= 0) {
      this.#release();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, Math.ceil(delayMs));
  }

  #release(): void {
    const intervalMs = (1000 + creditMs) / this.#perSecond;
    this.#nextMs = Math.max(this.#nextMs + intervalMs, this.#clock.nowMs() + intervalMs - creditMs);
    this.#waiting.shift()?.go();
    this.#pump();
  }
}
