import type { Clock } from "../shared/clock.ts";

/** When an environment ends though nothing is wrong with it. Milliseconds; absent: never. */
export interface RecycleLimits {
  /** Since its init began. */
  readonly lifetimeMs?: number | undefined;
  /** Since its last invocation. */
  readonly idleMs?: number | undefined;
}

/** Tells when an environment is due. Looks at the clock when it is asked, and runs no timer. */
export class Lifetime {
  readonly #limits: RecycleLimits;
  readonly #clock: Clock;
  #bornAtMs: number;
  #usedAtMs: number;

  constructor(limits: RecycleLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#bornAtMs = clock.nowMs();
    this.#usedAtMs = this.#bornAtMs;
  }

  /** An invocation has ended. */
  use(): void {
    this.#usedAtMs = this.#clock.nowMs();
  }

  get due(): boolean {
    const { lifetimeMs = Number.POSITIVE_INFINITY, idleMs = Number.POSITIVE_INFINITY } = this.#limits;
    const nowMs = this.#clock.nowMs();
    return nowMs - this.#bornAtMs > lifetimeMs || nowMs - this.#usedAtMs > idleMs;
  }
}
