import type { Sandbox } from "../environment/sandbox.ts";
import type { ApiCall } from "./api-call.ts";
import type { ConformanceLimits } from "./limits.ts";
import { TestedRuntime, type Testing } from "./tested-runtime.ts";

/** Makes a sandbox of the runtime that has not been started, with these variables beside its own. */
export type SandboxFactory = (environment: Readonly<Record<string, string>>) => Promise<Sandbox>;

/** A variable of the function's own that every tested runtime has. */
export const ownVariable = {
  name: "CONFORMANCE_VARIABLE",
  value: 'a value = with "quotes", $signs and spaces',
} as const;
/** With this variable the reference functions fail while they are loaded. */
const failAtLoad = { CONFORMANCE_FAIL_AT_LOAD: "1" };

/** Gives checks their runtimes, and ends them: one that many checks share as long as it is well, and others for one check. */
export class Lab {
  readonly limits: ConformanceLimits;
  readonly #testing: Testing;
  readonly #sandbox: SandboxFactory;
  readonly #all: TestedRuntime[] = [];
  #shared: TestedRuntime | undefined;
  #failing: TestedRuntime | undefined;
  #closed = false;

  constructor(testing: Testing, sandbox: SandboxFactory) {
    this.#testing = testing;
    this.#sandbox = sandbox;
    this.limits = testing.limits;
  }

  /** What each runtime called, in the order in which they were started. */
  get calls(): readonly (readonly ApiCall[])[] {
    return this.#all.map(({ calls }) => calls);
  }

  /** A runtime that waits for an event. @throws Unmet when a new one does not come to that. */
  async shared(): Promise<TestedRuntime> {
    if (this.#shared === undefined) {
      this.#shared = await this.#launch({});
      await this.#shared.ready();
    }
    return this.#shared;
  }

  /** A runtime whose function fails at load, the same for every check. */
  async failing(): Promise<TestedRuntime> {
    this.#failing ??= await this.#launch(failAtLoad);
    return this.#failing;
  }

  /** After each check: a shared runtime that does not wait for an event is ended, the next check gets a new one. */
  async tidy(): Promise<void> {
    const shared = this.#shared;
    if (shared !== undefined && !shared.waits) {
      this.#shared = undefined;
      await shared.dispose();
    }
  }

  /** Ends all. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#all.map((runtime) => runtime.dispose()));
  }

  async #launch(environment: Readonly<Record<string, string>>): Promise<TestedRuntime> {
    const sandbox = await this.#sandbox({ [ownVariable.name]: ownVariable.value, ...environment });
    const runtime = new TestedRuntime(sandbox, this.#testing);
    this.#all.push(runtime);
    await runtime.start();
    if (this.#closed) {
      await runtime.dispose();
    }
    return runtime;
  }
}
