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
  readonly #bornAtMs: number;
  #usedAtMs: number | undefined;

  constructor(limits: RecycleLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#bornAtMs = clock.nowMs();
  }

  /** An invocation has ended. */
  use(): void {
    this.#usedAtMs = this.#clock.nowMs();
  }

  /** Never before the first invocation has ended: that is what the environment was started for. */
  get due(): boolean {
    if (this.#usedAtMs === undefined) {
      return false;
    }
    const { lifetimeMs = Number.POSITIVE_INFINITY, idleMs = Number.POSITIVE_INFINITY } = this.#limits;
    const nowMs = this.#clock.nowMs();
    return nowMs - this.#bornAtMs > lifetimeMs || nowMs - this.#usedAtMs > idleMs;
  }
}
