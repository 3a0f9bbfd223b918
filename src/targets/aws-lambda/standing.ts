import type { Side } from "../../samples/sample.ts";
import type { Clock } from "../../shared/clock.ts";
import { TargetError } from "../../shared/errors.ts";
import type { Stood } from "../target.ts";

/** Something that begins to cost money for as long as it stands. */
export interface Beginning {
  readonly kind: Stood["kind"];
  /** Environments that are kept ready; absent of a snapshot. */
  readonly environments?: number | undefined;
  readonly clock: Clock;
  /** By which it is found again. */
  readonly name?: string | undefined;
  /** Removes it; absent where only the removal of its function does. */
  readonly remove?: (() => Promise<void>) | undefined;
}

/** What of one side of a variant costs money for as long as it stands, and for how long each has. */
export class Standing {
  readonly #variant: string;
  readonly #side: Side | undefined;
  readonly #stands: Stand[] = [];
  readonly #ended = new AbortController();

  constructor(variant: string, side: Side | undefined) {
    this.#variant = variant;
    this.#side = side;
  }

  /** Aborted when no more is needed of what is on its way. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** To be called before it is asked for. @throws TargetError once all was ended. */
  begin(beginning: Beginning): Stand {
    if (this.#ended.signal.aborted) {
      throw begunNoMore();
    }
    const stand = new Stand(beginning);
    this.#stands.push(stand);
    return stand;
  }

  named(name: string): Stand | undefined {
    return this.#stands.find((stand) => stand.name === name);
  }

  /** Ends all that still stands, and lets nothing more begin. What cannot be ended stands on. */
  async end(): Promise<void> {
    this.#ended.abort(begunNoMore());
    await Promise.all(this.#stands.map((stand) => stand.end()));
  }

  /** How long each has stood by now; undefined where there was none. */
  stood(): Stood | undefined {
    const [first] = this.#stands;
    return (
      first && {
        variant: this.#variant,
        ...(this.#side === undefined ? {} : { side: this.#side }),
        kind: first.kind,
        ...(first.environments === undefined ? {} : { environments: first.environments }),
        stoodMs: this.#stands.map(({ stoodMs }) => Math.round(stoodMs)),
      }
    );
  }
}

function begunNoMore(): TargetError {
  return new TargetError("what costs money for as long as it stands is begun no more");
}

/** One of them. */
class Stand {
  readonly kind: Stood["kind"];
  readonly environments: number | undefined;
  readonly name: string | undefined;
  readonly #clock: Clock;
  readonly #remove: (() => Promise<void>) | undefined;
  readonly #beganMs: number;
  #endedMs: number | undefined;
  #ending: Promise<void> | undefined;

  constructor({ kind, environments, clock, name, remove }: Beginning) {
    this.kind = kind;
    this.environments = environments;
    this.name = name;
    this.#clock = clock;
    this.#remove = remove;
    this.#beganMs = clock.nowMs();
  }

  /** By now, or until its end. */
  get stoodMs(): number {
    return (this.#endedMs ?? this.#clock.nowMs()) - this.#beganMs;
  }

  /** Removes it, where it can be for itself; what fails may be tried again. Never throws. */
  end(): Promise<void> {
    this.#ending ??= this.#end().catch(() => {
      this.#ending = undefined;
    });
    return this.#ending;
  }

  async #end(): Promise<void> {
    if (this.#remove !== undefined) {
      await this.#remove();
      this.#endedMs = this.#clock.nowMs();
    }
  }
}
