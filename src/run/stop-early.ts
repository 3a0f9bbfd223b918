import { setMaxListeners } from "node:events";
import type { Measuring } from "./measuring.ts";

/** The two reasons to stop before the end of the plan, in one signal. */
export interface StopEarly {
  readonly signal: AbortSignal;
  /** Which of them it was; undefined while it was none. */
  reason(): "interrupted" | "limited" | undefined;
  dispose(): void;
}

/** Stops when the run is interrupted, or its time is up; whichever comes first. */
export function stopEarly({ signal, deadlineMs, clock }: Measuring): StopEarly {
  const controller = new AbortController();
  // As many wait by it as environments are under way.
  setMaxListeners(0, controller.signal);
  let reason: "interrupted" | "limited" | undefined;
  const stop = (why: "interrupted" | "limited") => {
    reason ??= why;
    controller.abort(new Error(`the run is ${reason}`));
  };
  const interrupt = () => stop("interrupted");
  if (signal.aborted) {
    interrupt();
  }
  signal.addEventListener("abort", interrupt);
  const leftMs = deadlineMs === undefined ? undefined : Math.max(0, deadlineMs - clock.nowMs());
  const timer = leftMs === undefined ? undefined : setTimeout(() => stop("limited"), leftMs);
  return {
    signal: controller.signal,
    reason: () => reason,
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupt);
    },
  };
}
