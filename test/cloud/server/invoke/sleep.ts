import { setTimeout } from "node:timers/promises";

/** Waits no less than that: timers may ring a little early, and what a REPORT line says has to have passed. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const endsAt = performance.now() + ms;
  for (let leftMs = ms; leftMs > 0; leftMs = endsAt - performance.now()) {
    await setTimeout(Math.ceil(Math.min(leftMs, 2 ** 31 - 1)), undefined, { signal });
  }
}
