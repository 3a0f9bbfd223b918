import type { RuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Clock } from "../shared/clock.ts";
import type { Emulation } from "./emulation.ts";
import type { PlatformLog } from "./platform-log.ts";
import type { Processes } from "./processes.ts";
import type { Sandbox } from "./sandbox.ts";

/** What an environment and its phases share. */
export interface EnvironmentParts {
  readonly sandbox: Sandbox;
  readonly api: RuntimeApi;
  readonly processes: Processes;
  readonly platform: PlatformLog;
  readonly clock: Clock;
  readonly emulation: Emulation;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memoryMb: number;
  /** The function's timeout, over the whole of an invocation. */
  readonly timeoutMs: number;
  /** Its initialization type is `snap-start`. */
  readonly snapStart: boolean;
}
