import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Variant } from "../../plan/variant.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { ColdCopies, ColdCopy } from "./cold-copies.ts";
import { differencesOf, restoringInput } from "./configuration-differences.ts";
import { findExisting, nameIn, refuseOther } from "./existing-checks.ts";
import { FunctionCopy } from "./function-copy.ts";
import { coldValue, coldVariable } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { Lock } from "./lock.ts";
import { orAborted } from "./or-aborted.ts";
import type { Region } from "./region.ts";
import { SavedConfiguration } from "./saved-configuration.ts";

/** Tries to bring its configuration back. */
const maxRestores = 3;

/** A function that thaw did not make: measured as it is but for the variant's limits, and put back at the end. */
export class ExistingFunction {
  readonly #region: Region;
  readonly #name: string;
  readonly #copy: FunctionCopy;
  readonly #saved: SavedConfiguration;
  readonly #lock = new Lock();
  /** As it was before thaw. */
  readonly before: FunctionState;
  #touched = false;
  /** What is being done to it: it must have ended before anything is put back. */
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(region: Region, copy: FunctionCopy, before: FunctionState, saved: SavedConfiguration) {
    this.#region = region;
    this.#name = copy.name;
    this.#copy = copy;
    this.before = before;
    this.#saved = saved;
  }

  /** @throws UnavailableError when there is no such function, its variables cannot be read, or nobody knows what it was. */
  static async open(
    region: Region,
    arn: string,
    { cacheFolder }: LambdaTargetOptions,
    signal: AbortSignal,
  ): Promise<ExistingFunction> {
    const copy = new FunctionCopy(region, nameIn(arn), 0, signal);
    const state = await findExisting(copy, arn);
    const saved = new SavedConfiguration(cacheFolder, arn);
    const existing = new ExistingFunction(region, copy, await asItWas(state, saved, copy.name), saved);
    existing.#touched = isTouched(state.configuration);
    return existing;
  }

  /** What a variant invokes of it: it is free for one environment at a time. @throws PreparationError for what it is not. */
  copiesFor(variant: Variant): ColdCopies {
    refuseOther(this.before.configuration, variant);
    const held = new Map<ColdCopy, () => void>();
    return {
      size: 1,
      acquire: async (signal) => {
        const free = await this.#lock.take();
        try {
          signal?.throwIfAborted();
          this.#changing = this.#force(variant);
          await (signal === undefined ? this.#changing : orAborted(this.#changing, signal));
        } catch (error) {
          // A change that nobody waits for any more is still under way: the next one follows it.
          this.#changing.catch(() => {}).then(free);
          throw error;
        }
        const cold = { copy: this.#copy, version: undefined };
        held.set(cold, free);
        return cold;
      },
      release: (cold) => held.get(cold)?.(),
    };
  }

  /** Puts its configuration back. @throws UnavailableError saying what differs all the same. */
  async restore(signal: AbortSignal): Promise<void> {
    const copy = new FunctionCopy(this.#region, this.#name, 0, signal);
    try {
      await this.#changing.catch(() => {});
      if (this.#touched) {
        await this.#bringBack(copy);
      }
      await this.#saved.remove();
    } finally {
      copy.close();
      this.#copy.close();
    }
  }

  async #bringBack(copy: FunctionCopy): Promise<void> {
    const { configuration } = this.before;
    let differences: readonly string[] = [];
    let state = await copy.whenActive();
    for (let tries = 0; tries <= maxRestores; tries++) {
      differences = differencesOf(configuration, state.configuration);
      if (differences.length === 0) {
        return;
      }
      if (tries < maxRestores) {
        const secrets = Object.values(configuration.Environment?.Variables ?? {});
        state = await copy.change({ input: restoringInput(configuration), isSeen: () => true, secrets });
      }
    }
    throw new UnavailableError(
      `${this.#name}: expected its configuration as it was before, got other values of ${differences.join(", ")}`,
      "set them in the console; the next run with this function tries again",
    );
  }

  async #force(variant: Variant): Promise<void> {
    const { configuration } = this.before;
    const count = ++this.#copy.coldCount;
    const own = configuration.Environment?.Variables ?? {};
    const variables = { ...own, ...variant.environment, [coldVariable]: coldValue(count) };
    if (!this.#touched) {
      await this.#saved.write(this.before);
      this.#touched = true;
    }
    await this.#copy.change({
      input: {
        Environment: { Variables: variables },
        MemorySize: variant.memoryMb,
        Timeout: variant.timeoutSeconds,
        EphemeralStorage: { Size: variant.ephemeralStorageMb },
      },
      isSeen: ({ configuration: { Environment, MemorySize } }) =>
        MemorySize === variant.memoryMb && Environment?.Variables?.[coldVariable] === coldValue(count),
      secrets: Object.values(variables),
    });
  }
}

/**
 * After a run that was killed the function is as thaw left it, and what it was before was written down, on that machine.
 * @throws UnavailableError elsewhere: what thaw left may not pass for what it was.
 */
async function asItWas(
  state: FunctionState,
  saved: SavedConfiguration,
  name: string,
): Promise<FunctionState> {
  const before = isTouched(state.configuration) ? await saved.read() : state;
  if (before === undefined) {
    throw new UnavailableError(
      `${name}: expected its configuration as it was before thaw changed it, got none: a thaw was killed, on another machine or with another cache folder`,
      `measure it there once more, or set its memory, timeout, /tmp and variables and remove ${coldVariable}`,
    );
  }
  return before;
}

function isTouched({ Environment }: FunctionConfiguration): boolean {
  return Environment?.Variables?.[coldVariable] !== undefined;
}
