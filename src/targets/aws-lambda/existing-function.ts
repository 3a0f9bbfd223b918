import type { Variant } from "../../plan/variant.ts";
import { canonicalJson } from "../../shared/digest.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { ColdCopies, ColdCopy } from "./cold-copies.ts";
import { refuseOther } from "./existing-checks.ts";
import { FunctionCopy } from "./function-copy.ts";
import { coldValue, coldVariable } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import { Lock } from "./lock.ts";
import { orAborted } from "./or-aborted.ts";
import { othersText, restoreFunction } from "./restore-function.ts";
import { type GivenSettings, restoringOf } from "./restoring.ts";
import type { SavedFunction, SavedFunctions } from "./saved-functions.ts";

/** A function that thaw did not make: measured as it is but for the variant's limits, and put back at the end. */
export class ExistingFunction {
  /** As it was before thaw. */
  readonly before: FunctionState;
  readonly #copy: FunctionCopy;
  readonly #notes: SavedFunctions;
  readonly #lock = new Lock();
  /** With all that it was given, each once. */
  #saved: SavedFunction;
  /** What is being done to it: it must have ended before anything is put back. */
  #changing: Promise<unknown> = Promise.resolve();

  /** `saved`: as it is now. */
  constructor(copy: FunctionCopy, before: FunctionState, saved: SavedFunction, notes: SavedFunctions) {
    this.#copy = copy;
    this.before = before;
    this.#saved = saved;
    this.#notes = notes;
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

  /** Puts its configuration back. @throws UnavailableError for what could not be, and for what somebody else has changed. */
  async restore(signal: AbortSignal): Promise<void> {
    const { name, region } = this.#copy;
    const copy = new FunctionCopy(region, name, 0, signal);
    try {
      await this.#changing.catch(() => {});
      if (this.#saved.given.length === 0) {
        return;
      }
      const others = await restoreFunction(copy, this.#saved);
      await this.#notes.remove(this.#saved.arn);
      if (others.length > 0) {
        throw new UnavailableError(othersText(name, others));
      }
    } finally {
      copy.close();
      this.#copy.close();
    }
  }

  async #force(variant: Variant): Promise<void> {
    const count = ++this.#copy.coldCount;
    const settings = this.#settingsOf(variant);
    await this.#note(settings);
    const variables = { ...settings.Environment?.Variables, [coldVariable]: coldValue(count) };
    const state = await this.#copy.change({
      input: { ...settings, Environment: { Variables: variables } },
      isSeen: ({ configuration: { Environment, MemorySize } }) =>
        MemorySize === variant.memoryMb && Environment?.Variables?.[coldVariable] === coldValue(count),
      secrets: Object.values(variables),
      refuse: (found) => this.#refuseOthers(found),
    });
    this.#refuseOthers(state);
  }

  #settingsOf(variant: Variant): GivenSettings {
    const own = this.#saved.before.Environment?.Variables ?? {};
    return {
      Environment: { Variables: { ...own, ...variant.environment } },
      MemorySize: variant.memoryMb,
      Timeout: variant.timeoutSeconds,
      EphemeralStorage: { Size: variant.ephemeralStorageMb },
    };
  }

  /** Written down before it is done. */
  async #note(settings: GivenSettings): Promise<void> {
    const { given } = this.#saved;
    if (!given.some((one) => canonicalJson(one) === canonicalJson(settings))) {
      this.#saved = { ...this.#saved, given: [...given, settings] };
      await this.#notes.write(this.#saved);
    }
  }

  /** @throws UnavailableError where it is what neither it was nor thaw made of it. */
  #refuseOthers({ configuration }: FunctionState): void {
    const { before, given } = this.#saved;
    const { others } = restoringOf(before, given, configuration);
    if (others.length > 0) {
      throw new UnavailableError(
        `${this.#copy.name}: somebody else changed ${others.join(", ")} while thaw measured it`,
        "measure it when nobody deploys it",
      );
    }
  }
}
