import { initialise } from "./init.ts";
import type { InitOutcome } from "./init-outcome.ts";
import type { ColdPhases } from "./observation.ts";
import type { EnvironmentParts } from "./parts.ts";
import { restore } from "./restore.ts";
import type { ResourceUse, SandboxLink, SandboxStart } from "./sandbox.ts";
import type { Standing } from "./serve-standing.ts";

/** Lambda's limit for the init of an on-demand environment, extensions included. */
const onDemandInitLimitMs = 10_000;
/** Lambda's limit for an init that ends in a snapshot, where the function's timeout is not longer. */
const snapshotInitLimitMs = 130_000;

/** What a cold start goes by. */
export interface ColdStartConditions {
  readonly onOutput: SandboxLink["onOutput"];
  /** Time that opening the listener took. */
  readonly listenerMs: number;
  /** Default: Lambda's. */
  readonly initLimitMs: number | undefined;
}

/** How the environment stands after it, and what it must be reset for. */
export interface ColdStart {
  readonly standing: Standing;
  readonly broken: "timeout" | "error" | undefined;
}

/** Starts the sandbox and its processes, and waits for the end of their init and of a restore. */
export async function coldStart(
  parts: EnvironmentParts,
  conditions: ColdStartConditions,
): Promise<ColdStart> {
  const { sandbox, api, snapStart, timeoutMs } = parts;
  const { onOutput, listenerMs, initLimitMs } = conditions;
  const start = await sandbox.start({ runtimeApi: api.address, onOutput });
  const lambdaLimitMs = snapStart ? Math.max(snapshotInitLimitMs, timeoutMs) : onDemandInitLimitMs;
  const init = await initialise(parts, {
    phase: snapStart ? "snap-start" : "init",
    limitMs: initLimitMs ?? lambdaLimitMs,
    startedAtMs: start.startedAtMs,
  });
  const used = sandbox.resources();
  await sandbox.limitCpu?.();
  const launchMs = start.startedAtMs === undefined ? init.firstLaunchMs : 0;
  const provisionMs = listenerMs + start.provisionMs + launchMs;
  return outcomeOf(parts, init, { provisionMs, used, initStart: start.initStart });
}

interface Provisioned {
  readonly provisionMs: number;
  /** When init had ended. */
  readonly used: ResourceUse;
  readonly initStart: SandboxStart["initStart"];
}

async function outcomeOf(
  parts: EnvironmentParts,
  init: InitOutcome,
  { provisionMs, used, initStart }: Provisioned,
): Promise<ColdStart> {
  const seen = { provisionMs, initStart, cpuInitMs: used.cpuMs, throttledInitMs: used.throttledMs };
  const lastedMs = init.endedAtMs - init.startedAtMs;
  if (init.kind === "failed") {
    const cold = { ...seen, failedInitMs: lastedMs };
    return { standing: { kind: "reset", cold }, broken: init.reason };
  }
  const { extensionInitMs, endedAtMs } = init;
  const cold = { ...seen, initMs: lastedMs, extensionInitMs, endedAtMs };
  const standing: Standing = init.waitsForRestore
    ? await restored(parts, cold, used)
    : { kind: "ready", cold, used };
  return { standing, broken: undefined };
}

async function restored(parts: EnvironmentParts, cold: ColdPhases, used: ResourceUse): Promise<Standing> {
  const outcome = await restore(parts);
  const restoreMs = outcome.endedAtMs - outcome.startedAtMs;
  return outcome.kind === "ready"
    ? {
        kind: "ready",
        cold: { ...cold, restoreMs, endedAtMs: outcome.endedAtMs },
        used,
      }
    : { kind: "lost", restore: outcome, cold: { ...cold, restoreMs } };
}
