import { messageOf } from "../../shared/errors.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryLimits } from "./delivery-limits.ts";

/** A delivery that tries again, after pauses that double. */
export class RetriedDelivery {
  readonly #delivery: Delivery;
  readonly #limits: DeliveryLimits;
  #closed = false;
  #endPause = () => {};

  constructor(delivery: Delivery, limits: DeliveryLimits) {
    this.#delivery = delivery;
    this.#limits = limits;
  }

  /** Resolves with nothing when the subscriber took the events, with the last failure when no attempt succeeded. */
  async send(events: readonly string[]): Promise<string | undefined> {
    for (let failed = 1; ; failed += 1) {
      const failure = await this.#attempt(events);
      if (failure === undefined || this.#closed || failed >= this.#limits.attempts) {
        return failure;
      }
      await this.#pause(failed);
      if (this.#closed) {
        return failure;
      }
    }
  }

  /** The next attempt is made at once. */
  hurry(): void {
    this.#endPause();
  }

  /** Ends the connection and the pause; a `send` under way resolves as failed. */
  close(): void {
    this.#closed = true;
    this.#endPause();
    this.#delivery.close();
  }

  async #attempt(events: readonly string[]): Promise<string | undefined> {
    try {
      await this.#delivery.send(events);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  #pause(failed: number): Promise<void> {
    const { firstPauseMs, longestPauseMs } = this.#limits;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(firstPauseMs * 2 ** (failed - 1), longestPauseMs));
      timer.unref();
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
