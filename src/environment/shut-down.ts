import type { ShutdownReason } from "../runtime-api/extensions/extension-event.ts";
import type { EnvironmentParts } from "./parts.ts";
import type { LaunchedProcess } from "./processes.ts";

/** What Lambda leaves a runtime with internal extensions only. */
const internalLimitMs = 500;
/** What Lambda leaves an environment with external extensions, the runtime's part included. */
const externalLimitMs = 2000;

/**
 * Asks the processes of an environment to end, in Lambda's order: without extensions nobody is asked; else the runtime gets
 * SIGTERM, and after its end or its deadline every extension that subscribed to it the SHUTDOWN event. Resolves when all
 * have ended or their time is over; who still lives then is the caller's to kill. Never throws.
 * Source: AWS's emulator, `internal/lambda/rapid/shutdown.go`; AWS Lambda Developer Guide, "Lambda Extensions API".
 */
export async function shutDown(parts: EnvironmentParts, reason: ShutdownReason): Promise<void> {
  const { api, clock, emulation } = parts;
  const registered = api.extensions.all.filter(({ state }) => state !== "Started" && state !== "LaunchError");
  if (registered.length === 0) {
    return;
  }
  const beganAtMs = clock.nowMs();
  const hasExternal = registered.some(({ kind }) => kind === "external");
  if (hasExternal) {
    const shareMs = emulation.runtimeShutdownMs;
    // A subscriber that ends as soon as it is told takes nothing any more: what is buffered goes first.
    await Promise.all([endRuntime(parts, shareMs), api.telemetry.flush(shareMs)]);
    await endExtensions(parts, reason, beganAtMs + externalLimitMs);
  } else {
    // Who subscribed is a part of the runtime, and ends with it.
    void api.telemetry.flush(internalLimitMs);
    await endRuntime(parts, internalLimitMs);
  }
}

async function endRuntime({ processes }: EnvironmentParts, limitMs: number): Promise<void> {
  const runtime = processes.launched.find(({ role }) => role.kind === "runtime");
  if (runtime === undefined || runtime.exit !== undefined) {
    return;
  }
  runtime.process.signal("SIGTERM");
  await ended([runtime], limitMs);
  runtime.process.signal("SIGKILL");
}

async function endExtensions(
  parts: EnvironmentParts,
  reason: ShutdownReason,
  limitAtMs: number,
): Promise<void> {
  const { api, clock, emulation, processes } = parts;
  const remainingMs = Math.max(0, limitAtMs - clock.nowMs());
  const deadlineMs = Math.round(clock.date().getTime() + remainingMs);
  const told: LaunchedProcess[] = [];
  for (const launched of processes.launched) {
    const extension =
      launched.role.kind === "extension" ? api.extensions.named(launched.role.name) : undefined;
    if (extension === undefined || launched.exit !== undefined) {
      continue;
    }
    if (extension.events.includes("SHUTDOWN")) {
      const spelled = emulation.shutdownReason === "upper-case" ? reason : reason.toLowerCase();
      api.extensions.shutDown(extension, deadlineMs, spelled);
      told.push(launched);
    } else {
      launched.process.signal("SIGKILL");
    }
  }
  await ended(told, remainingMs);
}

/** Resolves when all have ended, or after the limit. */
async function ended(processes: readonly LaunchedProcess[], limitMs: number): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, limitMs);
  });
  await Promise.race([Promise.all(processes.map(({ process }) => process.exited)), over]);
  clearTimeout(limit);
}
