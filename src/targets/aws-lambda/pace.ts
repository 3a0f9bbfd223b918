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

/** Calls that follow a late one make up for it, as far as their second allows: for so much lateness at most, in milliseconds. */
const mostLateMs = 500;
/** Added to each second, as calls take their way. */
const marginMs = 5;
/** By so much a window of as many calls as a second may have is shorter than an even one, at most, in milliseconds: so late ones are made up for. */
const hurryMs = 10;
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
  /** When the last calls went: as many as a second may have. */
  readonly #went: number[] = [];
  /** As many calls as a second may have need so long at least, in milliseconds. */
  readonly #windowMs: number;
  #perSecond: number;
  /** When the next call is due, if calls follow each other evenly. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #slowedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor({ perSecond, clock }: PaceOptions) {
    this.#clock = clock;
    this.#most = perSecond;
    this.#windowMs = Math.max(1000 + marginMs, (1000 * Math.ceil(perSecond)) / perSecond - hurryMs);
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
      if (this.#waiting.length === 0) {
        // That nobody waited is no lateness.
        this.#dueMs = Math.max(this.#dueMs, this.#clock.nowMs());
      }
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
    const delayMs = this.#nextMs() - this.#clock.nowMs();
    if (delayMs <= 0) {
      this.#release();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, Math.ceil(delayMs));
  }

  #nextMs(): number {
    const [first] = this.#went;
    const isFull = this.#went.length >= Math.ceil(this.#most);
    return first === undefined || !isFull ? this.#dueMs : Math.max(this.#dueMs, first + this.#windowMs);
  }

  #release(): void {
    const nowMs = this.#clock.nowMs();
    this.#went.push(nowMs);
    if (this.#went.length > Math.ceil(this.#most)) {
      this.#went.shift();
    }
    this.#dueMs = Math.max(this.#dueMs + (1000 + marginMs) / this.#perSecond, nowMs - mostLateMs);
    this.#waiting.shift()?.go();
    this.#pump();
  }
}
