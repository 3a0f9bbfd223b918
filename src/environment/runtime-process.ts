import type { RuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Clock } from "../shared/clock.ts";
import type { RuntimeExit, Sandbox } from "./sandbox.ts";

/** How waiting for the runtime ended. */
export type Waited<T> =
  | { readonly kind: "done"; readonly value: T }
  | Exited
  | { readonly kind: "timed-out" };

interface Exited {
  readonly kind: "exited";
  readonly exit: RuntimeExit;
  readonly atMs: number;
}

/** A dead process closes its connections; a child of it may hold them open, so there is an end to waiting. */
const disconnectLimitMs = 100;

/** Watches one runtime's process, and waits for it without leaving a timer or a listener behind. */
export class RuntimeProcess {
  #end: Exited | undefined;
  #notify: (end: Exited) => void = () => {};

  /** Watches from now on. What the process still said before it ended is seen before its end is. */
  constructor(sandbox: Sandbox, api: RuntimeApi, clock: Clock) {
    void sandbox.exited.then(async (exit) => {
      const atMs = clock.nowMs();
      await api.disconnected(disconnectLimitMs);
      this.#end = { kind: "exited", exit, atMs };
      this.#notify(this.#end);
    });
  }

  /** How the process ended, once it has. */
  get exit(): RuntimeExit | undefined {
    return this.#end?.exit;
  }

  /** Waits for `work` (which never rejects), the process's end or the limit, whichever comes first. One at a time. */
  wait<T>(work: Promise<T>, limitMs: number): Promise<Waited<T>> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => finish({ kind: "timed-out" }), limitMs);
      const finish = (waited: Waited<T>) => {
        clearTimeout(limit);
        this.#notify = () => {};
        resolve(waited);
      };
      void work.then((value) => finish({ kind: "done", value }));
      this.#notify = finish;
      if (this.#end !== undefined) {
        finish(this.#end);
      }
    });
  }
}
