import { orAborted } from "./or-aborted.ts";

/** How long those who are ready wait for the others, in milliseconds: their connections must not grow old meanwhile. */
const longestMs = 2000;

/** Several that begin at one moment: when all are ready, or have left. */
export class Together {
  readonly #count: number;
  /** Those who are not waited for any more. */
  readonly #arrived = new Set<object>();
  readonly #begun: Promise<void>;
  #begin: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(count: number) {
    this.#count = count;
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** It is ready; waits for the others. Rejects with the signal's reason. */
  async ready(member: object, signal: AbortSignal): Promise<void> {
    this.#timer ??= setTimeout(this.#begin, longestMs);
    this.leave(member);
    await orAborted(this.#begun, signal);
  }

  /** Nobody need wait for it. */
  leave(member: object): void {
    this.#arrived.add(member);
    if (this.#arrived.size >= this.#count) {
      clearTimeout(this.#timer);
      this.#begin();
    }
  }
}
