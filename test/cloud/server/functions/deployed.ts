import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { createEnvironment } from "../invoke/environments.ts";
import type { Deployed, Settings, StoredFunction } from "../state.ts";

/** A function's first deployment: Pending for a while. */
export function firstDeployment(context: Context, settings: Settings): Deployed {
  return deployment(context, { version: "$LATEST", settings, pendingMs: context.timing.createMs });
}

/** A published version: Pending while its snapshot is taken. */
export function publishedVersion(context: Context, version: string, settings: Settings): Deployed {
  const pendingMs = settings.snapStart ? context.timing.snapshotMs : context.timing.publishMs;
  return deployment(context, { version, settings, pendingMs });
}

/** An update of `$LATEST`; what was there answers until it is done. */
export function updatedDeployment(context: Context, fn: StoredFunction, settings: Settings): Deployed {
  const now = context.nowMs();
  const before = { ...effective(fn.latest, now), before: undefined };
  const updateMs = context.happens("stuckUpdate") ? context.timing.stuckUpdateMs : context.timing.updateMs;
  const idle = context.happens("warmAnswer") ? before.idle : [];
  if (context.happens("proactiveInit")) {
    idle.push(createEnvironment(context, fn, "$LATEST", "proactive"));
  }
  return {
    ...deployment(context, { version: "$LATEST", settings, pendingMs: 0 }),
    updatedAtMs: now + updateMs,
    staleUntilMs: context.happens("staleStatus") ? now + context.timing.staleMs : 0,
    before,
    idle,
  };
}

/** The one of a state and the state before it that answers invocations now. */
export function effective(deployed: Deployed, nowMs: number): Deployed {
  return deployed.before !== undefined && nowMs < deployed.updatedAtMs ? deployed.before : deployed;
}

/** The one of them that Get calls tell of. */
export function told(deployed: Deployed, nowMs: number): Deployed {
  return deployed.before !== undefined && nowMs < deployed.staleUntilMs ? deployed.before : deployed;
}

/** `Pending` while it is made, `InProgress` while it is updated, else `ready`. */
export function stateOf(
  { activeAtMs, updatedAtMs }: Deployed,
  nowMs: number,
): "Pending" | "InProgress" | "ready" {
  if (nowMs < activeAtMs) {
    return "Pending";
  }
  return nowMs < updatedAtMs ? "InProgress" : "ready";
}

function deployment(
  context: Context,
  { version, settings, pendingMs }: Pick<Deployed, "version" | "settings"> & { readonly pendingMs: number },
): Deployed {
  const now = context.nowMs();
  const revisionId = randomUUID();
  return {
    version,
    settings,
    modifiedAt: new Date(),
    revisionIds: [revisionId, context.options.revisionChangesAtEnd ? randomUUID() : revisionId],
    activeAtMs: now + pendingMs,
    updatedAtMs: now,
    staleUntilMs: 0,
    idle: [],
  };
}
