import { setMaxListeners } from "node:events";
import { UnavailableError } from "../../shared/errors.ts";
import type { ExistingFunction } from "./existing-function.ts";
import type { RunRegion } from "./run-region.ts";

/**
 * Puts an existing function back, and removes what the run made, each whatever becomes of the others. Nothing ends it early.
 * @throws UnavailableError saying what is left.
 */
export async function removeRun(
  homes: readonly RunRegion[],
  existing: ExistingFunction | undefined,
): Promise<void> {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const restored = await settled(existing?.restore(signal));
  const removals = await Promise.all(homes.map((home) => settled(home.remove(signal))));
  for (const { region } of homes) {
    region.close();
  }
  throwFirst([restored, ...removals]);
  refuseLeft(removals.flatMap(({ value }) => value ?? []));
}

interface Settled<Value> {
  readonly value?: Value | undefined;
  readonly failed?: { readonly error: unknown } | undefined;
}

async function settled<Value>(promise: Promise<Value> | undefined): Promise<Settled<Value>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { failed: { error } };
  }
}

function throwFirst(all: readonly Settled<unknown>[]): void {
  const failed = all.find((one) => one.failed !== undefined)?.failed;
  if (failed?.error instanceof UnavailableError) {
    const { message, hint } = failed.error;
    const next = "what this run made may still be there: thaw cleanup --target lambda removes it";
    throw new UnavailableError(message, hint === undefined ? next : `${hint}\n  ${next}`, {
      cause: failed.error,
    });
  }
  if (failed !== undefined) {
    throw failed.error;
  }
}

function refuseLeft(left: readonly string[]): void {
  if (left.length > 0) {
    throw new UnavailableError(
      `AWS still has parts of this run: ${left.join("; ")}`,
      "thaw cleanup --target lambda removes them",
    );
  }
}
