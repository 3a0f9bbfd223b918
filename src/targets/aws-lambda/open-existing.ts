import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { UnavailableError } from "../../shared/errors.ts";
import { type Belonging, usualLifeMs } from "./belonging.ts";
import { findExisting, nameIn } from "./existing-checks.ts";
import { ExistingFunction } from "./existing-function.ts";
import { FunctionCopy } from "./function-copy.ts";
import { coldVariable } from "./function-input.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { runNameOf } from "./names.ts";
import { endpointOf, type Region } from "./region.ts";
import { restoreSaved } from "./restore-saved.ts";
import { type SavedFunction, SavedFunctions } from "./saved-functions.ts";
import { whatBecomesOf } from "./what-becomes-of.ts";

/**
 * Opens a function that is there already. What a thaw that was killed left of it is put back first.
 * @throws UnavailableError when there is no such function, its variables cannot be read, another thaw measures it, or nobody
 * knows what it was.
 */
export async function openExisting(
  region: Region,
  arn: string,
  options: LambdaTargetOptions,
  signal: AbortSignal,
): Promise<ExistingFunction> {
  const copy = new FunctionCopy(region, nameIn(arn), 0, signal);
  const notes = new SavedFunctions(options.cacheFolder, endpointOf(options));
  const saved = await notes.read(arn);
  if (saved !== undefined) {
    refuseHeld(copy.name, saved, options);
    await restoreSaved(region, saved, notes, signal);
  }
  const state = await findExisting(copy, arn);
  const { configuration: before } = state;
  refuseTouched(copy.name, before);
  return new ExistingFunction(
    copy,
    state,
    { arn, belonging: belongingOf(options), before, given: [] },
    notes,
  );
}

function belongingOf({ owner, runId, clock }: LambdaTargetOptions): Belonging {
  return { owner, runId, expiry: new Date(clock.date().getTime() + usualLifeMs).toISOString() };
}

/** @throws UnavailableError while another thaw may have it. */
function refuseHeld(
  name: string,
  { belonging }: SavedFunction,
  { mayLive, clock }: LambdaTargetOptions,
): void {
  const run = runNameOf(belonging.runId);
  if (whatBecomesOf(run, belonging, { mayLive }, clock.date().getTime()) !== "left") {
    throw new UnavailableError(
      `${name}: another thaw measures it, the run ${belonging.runId}`,
      "if that was killed: thaw cleanup --target lambda --older-than 0s puts the function back",
    );
  }
}

/** @throws UnavailableError where a thaw has changed it of which there are no notes here: what it left may not pass for what it was. */
function refuseTouched(name: string, { Environment }: FunctionConfiguration): void {
  if (Environment?.Variables?.[coldVariable] !== undefined) {
    throw new UnavailableError(
      `${name}: expected its configuration as it was before thaw changed it, got none: a thaw was killed, on another machine or with another cache folder`,
      `put it back there with thaw cleanup --target lambda, or set its memory, timeout, /tmp and variables and remove ${coldVariable}`,
    );
  }
}
