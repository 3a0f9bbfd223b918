import type { ListenAt } from "../runtime-api/runtime-api.ts";
import type { ConnectToPort } from "../runtime-api/telemetry/delivery.ts";
import type { ColdMethod } from "../samples/sample.ts";

/** Which of a sandbox's processes is meant. */
export type ProcessRole =
  | { readonly kind: "runtime" }
  /** An external extension, by the name of its file in /opt/extensions. */
  | { readonly kind: "extension"; readonly name: string };

/** How a process of a sandbox ended. */
export interface ProcessExit {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Set when it could not be started at all; says why. */
  readonly launchError?: string | undefined;
  /** Set when it could not be started because the user may not execute it. */
  readonly launchDenied?: boolean | undefined;
  /** True when the memory limit of the sandbox ended it. */
  readonly outOfMemory?: boolean | undefined;
}

/** What the sandbox has used so far. What the host does not tell is absent. */
export interface ResourceUse {
  readonly maxMemoryMb?: number | undefined;
  /** The most that the memory limit counted, the page cache included. */
  readonly peakWithCacheMb?: number | undefined;
  /** How many processes the memory limit has ended. */
  readonly outOfMemoryKills?: number | undefined;
  /** CPU time of all processes of the sandbox, user and system. */
  readonly cpuMs?: number | undefined;
  /** Time for which the CPU limit has stopped them. */
  readonly throttledMs?: number | undefined;
}

/** Where a process wrote: `frames` is the descriptor that `_LAMBDA_TELEMETRY_LOG_FD` names to a managed runtime. */
export type OutputSource = "stdout" | "stderr" | "frames";

/** What connects a sandbox to its environment. */
export interface SandboxLink {
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string;
  /** Called with what a process writes, as it arrives. */
  readonly onOutput: (role: ProcessRole, source: OutputSource, chunk: Buffer) => void;
}

/** When and how dearly a sandbox came to be. Same clock as the environment's. */
export interface SandboxStart {
  /**
   * A first process of the sandbox's own runs: the begin of `init`. Absent where there is none; then init begins with
   * the first process that is launched.
   */
  readonly startedAtMs?: number | undefined;
  /** Time of the engine calls made for this sandbox so far, as far as they lie before `startedAtMs`. */
  readonly provisionMs: number;
  /** `engine`: the sandbox could not say itself when its first process began to run. */
  readonly initStart?: "engine" | undefined;
}

/** A process that was launched, or whose launch failed. */
export interface SandboxProcess {
  /** It runs. */
  readonly startedAtMs: number;
  /** Time that the call which started it took. */
  readonly launchMs: number;
  /** Resolves when it has ended, however it came to that. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal to it and to what it started in its process group; nothing happens when it has ended. */
  signal(signal: "SIGTERM" | "SIGKILL"): void;
}

/**
 * What runs one runtime and its extensions: process groups, a container. The environment drives it and knows nothing of
 * its kind. A sandbox lives once: start, any number of (launch…, reset), destroy.
 */
export interface Sandbox {
  readonly method: ColdMethod;
  /** The files in /opt/extensions, in the order of their names; undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** Where its Runtime API listens. Absent: the loopback interface of this machine, for everybody on it. */
  readonly listenAt?: ListenAt | undefined;
  /** Makes the sandbox; nothing of the function runs yet. */
  start(link: SandboxLink): Promise<SandboxStart>;
  /** Starts a process. Resolves also when the launch failed. */
  launch(role: ProcessRole): Promise<SandboxProcess>;
  /** Read only between phases. */
  resources(): ResourceUse;
  /** The first init has ended: the function gets its own share of CPU from here on. Absent: there is none. */
  limitCpu?(): Promise<void>;
  /** Stops every process where it stands, or lets all go on: between invocations. Absent: they run on. */
  freeze?(frozen: boolean): Promise<void>;
  /**
   * Why it is gone though nobody here has ended it, as the error that its environment ends with; undefined while it stands.
   * Absent: it cannot go by itself. Asked only when no phase is open.
   */
  lost?(): Promise<Error | undefined>;
  /** Opens a connection to a port of the sandbox's own loopback interface. */
  readonly connect: ConnectToPort;
  /** SIGKILL to every process and waits until they are gone. /tmp stays as it is, and processes may be launched again. */
  reset(): Promise<void>;
  /** SIGKILL to everything in it, waits until it is gone, and removes what belonged to this sandbox alone. */
  destroy(): Promise<void>;
}
