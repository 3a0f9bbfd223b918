import { createHook } from "node:async_hooks";
import { onTestFinished } from "vitest";

/** By id: timers, with those that hold no process open, and connections that are made from now on and still there. */
export function liveResources(): ReadonlyMap<number, object> {
  const live = new Map<number, object>();
  const hook = createHook({
    init: (id, type, _, resource) => {
      if (type === "Timeout" || type === "TCPWRAP") {
        live.set(id, resource);
      }
    },
    destroy: (id) => void live.delete(id),
  }).enable();
  onTestFinished(() => void hook.disable());
  return live;
}

/** Those among them that are timers which hold the process open. */
export function heldTimers(live: ReadonlyMap<number, object>): readonly NodeJS.Timeout[] {
  return [...live.values()].filter(isTimer).filter((timer) => timer.hasRef());
}

function isTimer(resource: object): resource is NodeJS.Timeout {
  return resource.constructor.name === "Timeout";
}
