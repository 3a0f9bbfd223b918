import type { RuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Clock } from "../shared/clock.ts";
import type { ProcessExit, ProcessRole, Sandbox, SandboxProcess } from "./sandbox.ts";

/** How waiting for a process's work ended. */
export type Waited<T> =
  | { readonly kind: "done"; readonly value: T }
  | ProcessEnd
  | { readonly kind: "timed-out" };

/** A process that ended when it should not have. */
export interface ProcessEnd {
  readonly kind: "exited";
  readonly role: ProcessRole;
  readonly exit: ProcessExit;
  readonly atMs: number;
}

/** A process that was launched, and its end once it has come. */
export interface LaunchedProcess {
  readonly role: ProcessRole;
  readonly process: SandboxProcess;
  readonly exit: ProcessExit | undefined;
}

/** A dead process closes its connections; a child of it may hold them open, so there is an end to waiting. */
const disconnectLimitMs = 100;

/** Launches and watches the processes of one environment, and waits for them without leaving a timer behind. */
export class Processes {
  readonly #sandbox: Sandbox;
  readonly #api: RuntimeApi;
  readonly #clock: Clock;
  #launched: LaunchedProcess[] = [];
  #end: ProcessEnd | undefined;
  #notify: (end: ProcessEnd) => void = () => {};

  constructor(sandbox: Sandbox, api: RuntimeApi, clock: Clock) {
    this.#sandbox = sandbox;
    this.#api = api;
    this.#clock = clock;
  }

  /** Those that were launched since the start or the last `forget`, in order. */
  get launched(): readonly LaunchedProcess[] {
    return this.#launched;
  }

  /** The first that ended, once one has. */
  get end(): ProcessEnd | undefined {
    return this.#end;
  }

  /** Starts a process and watches it. What it still said before it ended is seen before its end is. */
  async launch(role: ProcessRole): Promise<SandboxProcess> {
    const process = await this.#sandbox.launch(role);
    const launched: { role: ProcessRole; process: SandboxProcess; exit: ProcessExit | undefined } = {
      role,
      process,
      exit: undefined,
    };
    this.#launched.push(launched);
    void process.exited.then(async (exit) => {
      const atMs = this.#clock.nowMs();
      launched.exit = exit;
      await this.#api.disconnected(disconnectLimitMs);
      if (this.#launched.includes(launched)) {
        this.#end ??= { kind: "exited", role, exit, atMs };
        this.#notify(this.#end);
      }
    });
    return process;
  }

  /** Waits for `work` (which never rejects), a process's end or the limit, whichever comes first. One at a time. */
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

  /** The processes are gone, as they should be: their ends mean nothing any more. */
  forget(): void {
    this.#launched = [];
    this.#end = undefined;
  }
}
