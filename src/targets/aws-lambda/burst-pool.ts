import type { ColdCopies, ColdCopy } from "./cold-pool.ts";
import type { FunctionCopy } from "./function-copy.ts";

/** How long a burst waits for one more to join, in milliseconds. */
const joinMs = 1000;

/** What a burst is made of. */
export interface BurstOptions {
  /** Cold starts that are expected in all. */
  readonly planned: number;
  /** Sees to it that no environment of the function is left. */
  readonly force: (copy: FunctionCopy) => Promise<unknown>;
}

interface Joining {
  readonly resolve: (cold: ColdCopy) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One function whose cold starts come together: as many invocations at once as there are connections to it, so that each
 * needs an environment of its own. The next burst begins when all of one have been released.
 */
export class BurstPool implements ColdCopies {
  readonly #connections: readonly FunctionCopy[];
  readonly #options: BurstOptions;
  #joining: Joining[] = [];
  #timer: NodeJS.Timeout | undefined;
  #heldCount = 0;
  #begun = 0;
  #launching = false;
  /** The function was brought to where it has no environment, ahead of its next burst. */
  #forced: Promise<unknown> | undefined;

  /** `connections` lead to one function. */
  constructor(connections: readonly FunctionCopy[], options: BurstOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#forceAhead();
  }

  get size(): number {
    return this.#connections.length;
  }

  acquire(): Promise<ColdCopy> {
    return new Promise((resolve, reject) => {
      this.#joining.push({ resolve, reject });
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (this.#joining.length >= this.size) {
        this.#launch();
      } else {
        this.#timer = setTimeout(() => this.#launch(), joinMs);
      }
    });
  }

  release(): void {
    this.#heldCount--;
    if (this.#heldCount > 0) {
      return;
    }
    this.#forceAhead();
    this.#launchNext();
  }

  /** Those that joined while a burst was under way. */
  #launchNext(): void {
    if (this.#joining.length > 0 && this.#timer === undefined) {
      this.#launch();
    }
  }

  async #launch(): Promise<void> {
    this.#timer = undefined;
    if (this.#launching || this.#heldCount > 0) {
      return;
    }
    this.#launching = true;
    const burst = this.#joining.splice(0, this.size);
    this.#heldCount = burst.length;
    try {
      await (this.#forced ?? this.#force());
      for (const [index, { resolve }] of burst.entries()) {
        const copy = this.#connections[index];
        if (copy !== undefined) {
          resolve({ copy, version: undefined });
        }
      }
    } catch (error) {
      this.#heldCount = 0;
      for (const { reject } of burst) {
        reject(error);
      }
    } finally {
      this.#forced = undefined;
      this.#launching = false;
      this.#launchNext();
    }
  }

  #forceAhead(): void {
    if (this.#begun < this.#options.planned) {
      this.#forced = this.#force();
      // Whoever acquires next hears of it.
      this.#forced.catch(() => {});
    }
  }

  async #force(): Promise<void> {
    this.#begun += this.size;
    const [copy] = this.#connections;
    if (copy !== undefined) {
      await copy.whenActive();
      await this.#options.force(copy);
    }
  }
}
