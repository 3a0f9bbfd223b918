import type { InitPhase } from "../report-lines/platform-event.ts";
import type { InitOutcome } from "./init-outcome.ts";
import type { EnvironmentParts } from "./parts.ts";
import { endingOfFailure, type PlatformEnding } from "./platform-ending.ts";
import { rounded } from "./platform-log.ts";

/** An init began. */
export function sayInitStart(parts: EnvironmentParts, phase: InitPhase, atMs: number): void {
  const { platform, functionName, functionVersion, memoryMb } = parts;
  platform.say("platform.initStart", atMs, {
    initializationType: initializationType(parts),
    phase,
    functionName,
    functionVersion,
    instanceMaxMemory: memoryMb * 1024 * 1024,
  });
}

/** The runtime came through its own init. */
export function sayRuntimeReady(parts: EnvironmentParts, phase: InitPhase, atMs: number): void {
  const initialization = { initializationType: initializationType(parts), phase };
  parts.platform.say("platform.initRuntimeDone", atMs, { ...initialization, status: "success" });
}

/** An init ended, well or not. `runtimeReady`: that the runtime came through was said before. */
export function sayInitEnd(
  parts: EnvironmentParts,
  phase: InitPhase,
  outcome: InitOutcome,
  runtimeReady: boolean,
): void {
  const { startedAtMs, endedAtMs } = outcome;
  const how = { initializationType: initializationType(parts), phase, ...ending(outcome) };
  if (!runtimeReady) {
    parts.platform.say("platform.initRuntimeDone", endedAtMs, how);
  }
  sayExtensions(parts, endedAtMs);
  const metrics = { durationMs: rounded(endedAtMs - startedAtMs) };
  parts.platform.say("platform.initReport", endedAtMs, { ...how, metrics });
}

/** What became of each extension, in the order in which they started. */
function sayExtensions({ api, platform }: EnvironmentParts, atMs: number): void {
  for (const { name, state, events, errorType } of api.extensions.all) {
    const error = errorType === undefined ? {} : { errorType };
    platform.say("platform.extension", atMs, { name, state, events, ...error });
  }
}

function initializationType({ snapStart }: EnvironmentParts) {
  return snapStart ? ("snap-start" as const) : ("on-demand" as const);
}

function ending(outcome: InitOutcome): PlatformEnding {
  return outcome.kind === "ready"
    ? { status: "success" }
    : endingOfFailure(outcome.reason, outcome.failure(""));
}
