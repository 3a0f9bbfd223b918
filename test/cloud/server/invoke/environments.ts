import { randomUUID } from "node:crypto";
import { throttled } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { Deployed, Environment, Region, StoredFunction } from "../state.ts";

export function createEnvironment(
  context: Context,
  fn: StoredFunction,
  version: string,
  birth: Environment["birth"],
): Environment {
  const id = randomUUID().replaceAll("-", "");
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    id,
    index: fn.environmentCount++,
    logStream: `${day}/[${version}]${id}`,
    birth,
    invocationCount: 0,
    mustInitAgain: false,
    freeSinceMs: context.nowMs(),
  };
}

/** The environment that was free last, else a new one. @throws AwsError when too many are at work */
export function takeEnvironment(
  context: Context,
  region: Region,
  fn: StoredFunction,
  deployed: Deployed,
): Environment {
  const { version, settings, idle } = deployed;
  if (fn.reservedConcurrency !== undefined && fn.runningCount >= fn.reservedConcurrency) {
    throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded", "Rate Exceeded.");
  }
  if (region.runningCount >= context.options.concurrency) {
    throw throttled("ConcurrentInvocationLimitExceeded", "Rate Exceeded.");
  }
  stockProvisioned(context, fn, deployed);
  const tooOldMs = context.nowMs() - context.timing.idleMs;
  const warm = idle.filter((environment) => environment.freeSinceMs >= tooOldMs);
  const taken = warm.pop();
  idle.splice(0, idle.length, ...warm);
  region.runningCount++;
  fn.runningCount++;
  const birth = settings.snapStart && version !== "$LATEST" ? "restore" : "on-demand";
  return taken ?? createEnvironment(context, fn, version, birth);
}

/** After an invocation. An environment of a state that an update has replaced is never found again. */
export function returnEnvironment(
  context: Context,
  region: Region,
  fn: StoredFunction,
  { idle }: Deployed,
  environment: Environment,
): void {
  region.runningCount--;
  fn.runningCount--;
  environment.invocationCount++;
  environment.freeSinceMs = context.nowMs();
  idle.push(environment);
}

/** Puts a version's provisioned environments among those that wait, once they are ready. */
function stockProvisioned(context: Context, fn: StoredFunction, { version, idle }: Deployed): void {
  const provisioned = fn.provisioned.get(version);
  if (provisioned !== undefined && !provisioned.stocked && context.nowMs() >= provisioned.readyAtMs) {
    provisioned.stocked = true;
    for (let index = 0; index < provisioned.count; index++) {
      idle.push(createEnvironment(context, fn, version, "provisioned"));
    }
  }
}
