import type { ColdCopies, ColdCopy } from "./cold-copies.ts";
import type { FunctionCopy } from "./function-copy.ts";
import type { Seats } from "./seats.ts";
import { Together } from "./together.ts";
import { Waiters } from "./waiters.ts";

/** How long a burst waits for one more to join, in milliseconds. */
const joinMs = 1000;

/** What a burst is made of. */
export interface BurstOptions {
  /** Cold starts that are expected in all. */
  readonly planned: number;
  /** Sees to it that no environment of the function is left. */
  readonly force: (copy: FunctionCopy) => Promise<unknown>;
  /** Those of a burst have their seats together. */
  readonly seats: Seats;
}

/**
 * One function whose cold starts come together: each of a burst has a connection of its own, which is opened first, and when all
 * are open all are invoked at one moment. As none has ended before the last was sent, each needs an environment of its own; one that
 * was answered by another's environment all the same is seen by what it reports, and joins a later burst. The next begins
 * when all of one have been released.
 */
export class BurstPool implements ColdCopies {
  /** All of them lead to one function. */
  readonly #connections: readonly FunctionCopy[];
  readonly #options: BurstOptions;
  readonly #waiters = new Waiters<ColdCopy>();
  readonly #held = new Map<ColdCopy, Together>();
  /** Expected cold starts that nobody has had yet. */
  #left: number;
  #timer: NodeJS.Timeout | undefined;
  #launching = false;
  /** The function was brought to where it has no environment, ahead of its next burst. */
  #forced: Promise<unknown> | undefined;

  constructor(connections: readonly FunctionCopy[], options: BurstOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#left = options.planned;
    this.#forceAhead();
  }

  get size(): number {
    return this.#connections.length;
  }

  acquire(signal?: AbortSignal): Promise<ColdCopy> {
    const cold = this.#waiters.wait(signal);
    this.#launchSoon();
    return cold;
  }

  release(cold: ColdCopy, isTakenAgain: boolean): void {
    const together = this.#held.get(cold);
    if (together === undefined) {
      return;
    }
    this.#held.delete(cold);
    this.#left += isTakenAgain ? 1 : 0;
    together.leave(cold);
    this.#options.seats.leave(1);
    if (this.#held.size === 0) {
      this.#forceAhead();
      this.#launchSoon();
    }
  }

  /** At once where nobody else is expected, else when nobody has joined for a while. */
  #launchSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#launching || this.#held.size > 0 || this.#waiters.size === 0) {
      return;
    }
    const whole = Math.min(this.size, Math.max(1, this.#left));
    if (this.#waiters.size >= whole) {
      void this.#launch();
    } else {
      this.#timer = setTimeout(() => void this.#launch(), joinMs);
    }
  }

  async #launch(): Promise<void> {
    this.#launching = true;
    try {
      await (this.#forced ?? this.#force());
      await this.#handOut();
    } catch (error) {
      for (let left = this.size; left > 0; left--) {
        this.#waiters.take()?.reject(error);
      }
      this.#forced = undefined;
    } finally {
      this.#launching = false;
      this.#launchSoon();
    }
  }

  /** To all who wait by now, as many as there are connections. */
  async #handOut(): Promise<void> {
    const { seats } = this.#options;
    const seated = Math.min(this.size, this.#waiters.size);
    await seats.take(seated, undefined);
    const copies = this.#connections.slice(0, Math.min(seated, this.#waiters.size));
    seats.leave(seated - copies.length);
    const together = new Together(copies.length);
    for (const copy of copies) {
      const cold: ColdCopy = {
        copy,
        version: undefined,
        together: (signal) => together.ready(cold, signal),
      };
      this.#held.set(cold, together);
      this.#left--;
      this.#waiters.take()?.resolve(cold);
    }
    this.#forced = copies.length === 0 ? this.#forced : undefined;
  }

  #forceAhead(): void {
    if (this.#left > 0) {
      this.#forced = this.#force();
      // Whoever acquires next hears of it.
      this.#forced.catch(() => {});
    }
  }

  async #force(): Promise<void> {
    const [copy] = this.#connections;
    if (copy !== undefined) {
      await copy.whenActive();
      await this.#options.force(copy);
    }
  }
}
