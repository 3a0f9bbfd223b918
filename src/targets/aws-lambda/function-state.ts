import { setTimeout as sleep } from "node:timers/promises";
import { type FunctionConfiguration, GetFunctionCommand } from "@aws-sdk/client-lambda";
import { PreparationError, TargetError } from "../../shared/errors.ts";
import type { Line, Region } from "./region.ts";

/** Which function, or which version of it, seen through whose connection. */
export interface FunctionPlace {
  readonly region: Region;
  readonly line: Line;
  readonly name: string;
  /** A version; absent: `$LATEST`. */
  readonly version?: string | undefined;
}

/** What AWS says of a function. */
export interface FunctionState {
  readonly configuration: FunctionConfiguration;
  /** `…@sha256:…` of an image. */
  readonly resolvedImage?: string | undefined;
}

/** A change is not done within the time that was given to it. */
export class StuckError extends TargetError {}

/** How long something is waited for. */
export interface Looking {
  /** How long it may take, in milliseconds; can change meanwhile. */
  readonly patienceMs: () => number;
  /** Before the first look, in milliseconds; absent: it is now. */
  readonly firstLookMs?: number | undefined;
  /** Called after each look that was in vain. */
  readonly onVain?: ((waitedMs: number) => void) | undefined;
}

/** Looks a while after the last look, in milliseconds: at first soon, then ever more rarely. */
const soonMs = 60;
const longestBetweenLooksMs = 1000;

/** Asks with GetFunction, which may be called more often than all the others. @throws as `Calls.make`. */
export async function readFunction(
  { region, line, name, version }: FunctionPlace,
  signal: AbortSignal,
): Promise<FunctionState> {
  const answer = await region.calls.make({
    action: "lambda:GetFunction",
    kind: "get",
    signal,
    send: (abortSignal) =>
      line.client.send(
        new GetFunctionCommand({
          FunctionName: name,
          ...(version === undefined ? {} : { Qualifier: version }),
        }),
        { abortSignal },
      ),
  });
  line.usedMs = region.clock.nowMs();
  return { configuration: answer.Configuration ?? {}, resolvedImage: answer.Code?.ResolvedImageUri };
}

/**
 * Looks until a function is as it is waited for. @throws PreparationError when it has failed for good; TargetError when an update
 * has; StuckError when its time is over.
 */
export async function waitForFunction(
  place: FunctionPlace,
  { patienceMs, firstLookMs = 0, onVain }: Looking,
  signal: AbortSignal,
  isReady: (state: FunctionState) => boolean,
): Promise<FunctionState> {
  const { clock } = place.region;
  const startedMs = clock.nowMs();
  await pause(firstLookMs, signal);
  for (let waitMs = soonMs + firstLookMs / 10; ; waitMs = Math.min(waitMs * 1.5, longestBetweenLooksMs)) {
    const state = await readFunction(place, signal);
    throwIfFailed(place, state);
    if (isReady(state)) {
      return state;
    }
    const waitedMs = clock.nowMs() - startedMs;
    if (waitedMs > patienceMs()) {
      throw new StuckError(`${place.name}: ${wordsOf(state)} for more than ${Math.floor(waitedMs / 1000)} s`);
    }
    onVain?.(waitedMs);
    await pause(waitMs, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) {
    await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** True when it can be invoked and changed, and nothing is under way. */
export function isSettled({ configuration }: FunctionState): boolean {
  const { State: state, LastUpdateStatus: update } = configuration;
  return (state === undefined || state === "Active") && (update === undefined || update === "Successful");
}

function throwIfFailed({ name }: FunctionPlace, { configuration }: FunctionState): void {
  const { State, StateReasonCode, StateReason, LastUpdateStatus } = configuration;
  if (State === "Failed") {
    throw new PreparationError(
      `${name}: expected it to become active, got ${StateReasonCode}: ${StateReason}`,
    );
  }
  if (LastUpdateStatus === "Failed") {
    const { LastUpdateStatusReasonCode: code, LastUpdateStatusReason: reason } = configuration;
    throw new TargetError(`${name}: expected an update to succeed, got ${code}: ${reason}`);
  }
}

function wordsOf({ configuration: { State, LastUpdateStatus } }: FunctionState): string {
  return State === "Active" || State === undefined
    ? `the last update is ${LastUpdateStatus}`
    : `it is ${State}`;
}
