import type { Variant } from "../../plan/variant.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { endpointOf } from "./region.ts";
import { openRunRegion, type RunRegion } from "./run-region.ts";

/** The regions of a run: each is opened once, when a variant needs it. */
export class RunRegions {
  readonly #options: LambdaTargetOptions;
  readonly #opening = new Map<string, Promise<RunRegion>>();
  #endpoint: string | undefined;
  #concurrency = Number.POSITIVE_INFINITY;

  constructor(options: LambdaTargetOptions) {
    this.#options = options;
  }

  /** Environments that the account may have at work at once, in the region that has the fewest. */
  get concurrency(): number {
    return this.#concurrency;
  }

  /** Given where in one of them it is not AWS that answers, and before one is open, where that is asked for. */
  get endpoint(): string | undefined {
    return this.#endpoint ?? endpointOf(this.#options);
  }

  /** The region that a variant is measured in; an existing function is measured where it is. @throws as `openRegion`. */
  async regionOf({ lambda }: Variant, signal: AbortSignal): Promise<RunRegion> {
    const { functionArn } = this.#options;
    return this.#open(functionArn?.split(":")[3] ?? lambda?.region, signal);
  }

  /** Those that could be opened. */
  async opened(): Promise<readonly RunRegion[]> {
    const opened = await Promise.allSettled(this.#opening.values());
    return opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  }

  async #open(name: string | undefined, signal: AbortSignal): Promise<RunRegion> {
    const key = name ?? "";
    const opening = this.#opening.get(key) ?? openRunRegion(this.#options, name, signal);
    this.#opening.set(key, opening);
    try {
      const home = await opening;
      this.#concurrency = Math.min(this.#concurrency, home.region.concurrency);
      this.#endpoint ??= home.region.endpoint;
      return home;
    } catch (error) {
      this.#opening.delete(key);
      throw error;
    }
  }
}
