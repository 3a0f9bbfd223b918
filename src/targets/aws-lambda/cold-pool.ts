import type { FunctionCopy } from "./function-copy.ts";
import { StuckError } from "./function-state.ts";

/** A copy whose next invocation is a cold start. */
export interface ColdCopy {
  readonly copy: FunctionCopy;
  /** A version; absent: `$LATEST`. */
  readonly version: string | undefined;
}

/** Copies of a function that are brought to cold starts. */
export interface ColdCopies {
  /** Environments that may be under way at once. */
  readonly size: number;
  /** A copy whose next invocation is a cold start; waits for one. @throws as its forcing. */
  acquire(): Promise<ColdCopy>;
  /** It was used. */
  release(cold: ColdCopy): void;
}

/** What a pool is made of. */
export interface ColdPoolOptions {
  /** Copies that take turns. */
  readonly size: number;
  /** Cold starts that are expected in all: no more are begun ahead. */
  readonly planned: number;
  /** A copy serves for one cold start only. */
  readonly once: boolean;
  /** Makes a copy; it need not be active yet. */
  readonly make: () => Promise<FunctionCopy>;
  readonly force: (copy: FunctionCopy) => Promise<string | undefined>;
  /** A cold start is over, and its environment not needed any more. */
  readonly end: (cold: ColdCopy) => void;
  /** A copy that is of no more use. */
  readonly discard: (copy: FunctionCopy) => void;
}

/** A place in the pool: one copy after another where copies are used up. */
interface Place {
  copy: FunctionCopy | undefined;
  /** The cold start that was begun ahead. */
  next: Promise<ColdCopy> | undefined;
}

/** The copies of one side of a variant: while one serves, the next is brought to a cold start. */
export class ColdPool implements ColdCopies {
  readonly #options: ColdPoolOptions;
  readonly #free: Place[];
  readonly #waiting: ((place: Place) => void)[] = [];
  readonly #held = new Map<ColdCopy, Place>();
  #begun = 0;

  /** `first` is a copy that is there already. */
  constructor(options: ColdPoolOptions, first: FunctionCopy) {
    this.#options = options;
    this.#free = Array.from({ length: options.size }, (_, index) => ({
      copy: index === 0 ? first : undefined,
      next: undefined,
    }));
  }

  get size(): number {
    return this.#options.size;
  }

  /** Begins to bring every copy to its first cold start. */
  begin(): void {
    for (const place of this.#free) {
      this.#beginAhead(place);
    }
  }

  /** The copy that is cold first. @throws as its forcing; the copy is free again then. */
  async acquire(): Promise<ColdCopy> {
    const place = this.#free.shift() ?? (await new Promise<Place>((resolve) => this.#waiting.push(resolve)));
    place.next ??= this.#bring(place);
    try {
      const cold = await place.next;
      this.#held.set(cold, place);
      return cold;
    } catch (error) {
      place.next = undefined;
      this.#free.push(place);
      throw error;
    } finally {
      this.#passOn();
    }
  }

  /** It was used: its next cold start is begun at once, where one more is expected. */
  release(cold: ColdCopy): void {
    const place = this.#held.get(cold);
    if (place === undefined) {
      return;
    }
    this.#held.delete(cold);
    place.next = undefined;
    this.#options.end(cold);
    if (this.#options.once) {
      this.#discard(place);
    }
    this.#beginAhead(place);
    this.#free.push(place);
    this.#passOn();
  }

  #passOn(): void {
    const waiting = this.#free.length > 0 ? this.#waiting.shift() : undefined;
    const place = waiting && this.#free.shift();
    if (waiting !== undefined && place !== undefined) {
      waiting(place);
    }
  }

  #beginAhead(place: Place): void {
    if (this.#begun < this.#options.planned) {
      place.next = this.#bring(place);
      // Whoever acquires it hears of it.
      place.next.catch(() => {});
    }
  }

  /** A copy that got stuck is replaced by a new one, once. */
  async #bring(place: Place): Promise<ColdCopy> {
    this.#begun++;
    try {
      return await this.#bringOnce(place);
    } catch (error) {
      if (!(error instanceof StuckError)) {
        throw error;
      }
      this.#discard(place);
      return await this.#bringOnce(place);
    }
  }

  async #bringOnce(place: Place): Promise<ColdCopy> {
    place.copy ??= await this.#options.make();
    const { copy } = place;
    await copy.whenActive();
    return { copy, version: await this.#options.force(copy) };
  }

  #discard(place: Place): void {
    if (place.copy !== undefined) {
      this.#options.discard(place.copy);
      place.copy = undefined;
    }
  }
}
