import type { ColdMethod } from "../samples/sample.ts";

/** How a sandbox's runtime process ended. */
export interface RuntimeExit {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when it could not be started at all; `message` says why. */
  readonly launchError?: string | undefined;
}

/** What the sandbox has used so far. What the host does not tell is absent. */
export interface ResourceUse {
  readonly maxMemoryMb?: number | undefined;
  /** CPU time of all processes of the sandbox, user and system. */
  readonly cpuMs?: number | undefined;
}

/** When and how dearly the first process came to run. Same clock as the environment's. */
export interface SandboxStart {
  /** The first process runs: the begin of `init`. */
  readonly startedAtMs: number;
  /** Time of the engine calls made for this sandbox so far. */
  readonly provisionMs: number;
}

/**
 * What runs one runtime: a process group, a container. The environment drives it and knows nothing of its kind.
 * A sandbox lives once: start, (terminate,) destroy.
 */
export interface Sandbox {
  readonly method: ColdMethod;
  /** Starts the first process against this Runtime API (`host:port`). Resolves also when the launch failed. */
  start(runtimeApi: string): Promise<SandboxStart>;
  /** Resolves when the runtime's process has ended, however it came to that. Never rejects. */
  readonly exited: Promise<RuntimeExit>;
  /** Read only between phases. */
  resources(): ResourceUse;
  /** What was written to stdout and stderr so far, cut in the middle when there is much. */
  log(): string;
  /** SIGKILL to everything in it, waits until it is gone, and removes what belonged to this sandbox alone. */
  destroy(): Promise<void>;
}
