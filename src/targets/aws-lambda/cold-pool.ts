import type { ColdCopies, ColdCopy } from "./cold-copies.ts";
import type { FunctionCopy } from "./function-copy.ts";
import { StuckError } from "./function-state.ts";
import { Waiters } from "./waiters.ts";

/** What a pool is made of. */
export interface ColdPoolOptions {
  /** Copies that take turns. */
  readonly size: number;
  /** Cold starts that are expected in all: no more are begun ahead. */
  readonly planned: number;
  /** A copy serves for one cold start only. */
  readonly once: boolean;
  /** Copies that no cold start is planned for any more stay. */
  readonly keep: boolean;
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
}

/** What came of bringing a place's copy to a cold start. */
type Brought = { readonly place: Place } & ({ readonly cold: ColdCopy } | { readonly error: unknown });

/** Copies that replace one that got stuck, at most. */
const maxReplaced = 2;

/**
 * The copies of one side of a variant: while one serves, others are brought to their next cold start, and whoever waits gets that
 * which is cold first.
 */
export class ColdPool implements ColdCopies {
  readonly #options: ColdPoolOptions;
  readonly #idle: Place[];
  /** Those being brought to a cold start; of the late ones nobody knows when they will be there. */
  readonly #coming = new Set<Place>();
  readonly #late = new Set<Place>();
  readonly #brought: Brought[] = [];
  readonly #waiters = new Waiters<ColdCopy>();
  readonly #held = new Map<ColdCopy, Place>();
  /** Expected cold starts that nobody has had yet. */
  #left: number;
  /** Places, those beside the late ones among them. */
  #placeCount: number;
  #isAsked = false;
  #hasTakenAgain = false;

  /** `first` is a copy that is there already. */
  constructor(options: ColdPoolOptions, first: FunctionCopy) {
    this.#options = options;
    this.#left = options.planned;
    this.#placeCount = options.size;
    this.#idle = Array.from({ length: options.size }, (_, index) => ({
      copy: index === 0 ? first : undefined,
    }));
  }

  get size(): number {
    return this.#options.size;
  }

  /** Begins to bring the first copy to its cold start; the others follow when somebody asks for one, or are to stay anyway. */
  begin(): void {
    this.#isAsked = this.#options.keep;
    this.#fill();
  }

  acquire(signal?: AbortSignal): Promise<ColdCopy> {
    const cold = this.#waiters.wait(signal);
    this.#isAsked = true;
    this.#handOut();
    this.#fill();
    return cold;
  }

  /** It was used: the next cold start is begun at once, where one more is expected. */
  release(cold: ColdCopy, isTakenAgain: boolean): void {
    const place = this.#held.get(cold);
    if (place === undefined) {
      return;
    }
    this.#held.delete(cold);
    this.#left += isTakenAgain ? 1 : 0;
    this.#hasTakenAgain ||= isTakenAgain;
    this.#options.end(cold);
    if (this.#options.once) {
      this.#discard(place);
    }
    this.#rest(place);
    this.#fill();
    this.#discardSpare();
  }

  /** One that is late counts as if it did not come: another is brought in its stead, and if it comes it serves for a later one. */
  #fill(): void {
    while (this.#brought.length + this.#coming.size - this.#late.size < this.#wanted()) {
      const place = this.#idle.shift() ?? this.#placeBesideLate();
      if (place === undefined) {
        return;
      }
      this.#coming.add(place);
      void this.#bring(place);
    }
  }

  /** Nobody waits for a place that is late: it has another beside it meanwhile. */
  #placeBesideLate(): Place | undefined {
    if (this.#placeCount >= this.#options.size + this.#late.size) {
      return undefined;
    }
    this.#placeCount++;
    return { copy: undefined };
  }

  /** Its copy can be brought to another cold start, unless another has taken its place meanwhile. */
  #rest(place: Place): void {
    if (this.#placeCount > this.#options.size + this.#late.size) {
      this.#placeCount--;
      this.#discard(place);
    } else {
      this.#idle.push(place);
    }
  }

  /** Where cold starts had to be taken again, one more than is expected is kept ready, as long as there may be another such. */
  #wanted(): number {
    const expected = Math.max(this.#left, this.#waiters.size);
    const spare = this.#hasTakenAgain && expected + this.#held.size > 0 ? 1 : 0;
    return this.#isAsked ? expected + spare : Math.min(1, expected);
  }

  async #bring(place: Place): Promise<void> {
    const brought = await this.#bringOrReplace(place);
    this.#coming.delete(place);
    this.#late.delete(place);
    if (brought === undefined) {
      this.#placeCount--;
    } else {
      this.#brought.push(brought);
    }
    this.#handOut();
    this.#fill();
  }

  #handOut(): void {
    while (this.#waiters.size > 0) {
      const brought = this.#brought.shift();
      if (brought === undefined) {
        return;
      }
      this.#left--;
      if ("cold" in brought) {
        this.#held.set(brought.cold, brought.place);
        this.#waiters.take()?.resolve(brought.cold);
      } else {
        this.#rest(brought.place);
        this.#waiters.take()?.reject(brought.error);
      }
    }
  }

  /**
   * A copy that got stuck is replaced by a new one; undefined where another place has come up for it meanwhile. Of any other failure
   * hears whoever waits next.
   */
  async #bringOrReplace(place: Place): Promise<Brought | undefined> {
    for (let replaced = 0; ; replaced++) {
      try {
        return { place, cold: await this.#bringOnce(place) };
      } catch (error) {
        if (!(error instanceof StuckError) || replaced === maxReplaced) {
          return { place, error };
        }
        this.#discard(place);
        if (this.#placeCount > this.#options.size) {
          return undefined;
        }
      }
    }
  }

  async #bringOnce(place: Place): Promise<ColdCopy> {
    place.copy ??= await this.#options.make();
    const { copy } = place;
    copy.onLate = () => {
      this.#late.add(place);
      this.#fill();
    };
    await copy.whenActive();
    return { copy, version: await this.#options.force(copy) };
  }

  /** Copies that are not needed any more go while others are measured: one is enough for what is taken again. */
  #discardSpare(): void {
    if (this.#left <= 0 && this.#waiters.size === 0 && !this.#options.keep) {
      for (const place of this.#idle.slice(1)) {
        this.#discard(place);
      }
    }
  }

  #discard(place: Place): void {
    if (place.copy !== undefined) {
      this.#options.discard(place.copy);
      place.copy = undefined;
    }
  }
}
