import type { Outcome } from "./options.ts";
import type { Environment } from "./state.ts";

/** One request, as it was answered. */
export interface Call {
  /** `lambda:CreateFunction`, `lambda:Invoke`, `logs:FilterLogEvents`. */
  readonly action: string;
  readonly region: string;
  /** The function, layer or log group that it is about; empty where there is none. */
  readonly resource: string;
  /** Milliseconds since the server was started. */
  readonly atMs: number;
  /** HTTP status; 0 when the connection was closed instead. */
  readonly status: number;
  /** The error's name where it failed. */
  readonly error?: string | undefined;
}

/** One run of a function. */
export interface Invocation {
  readonly requestId: string;
  readonly region: string;
  readonly functionName: string;
  readonly version: string;
  readonly kind: "sync" | "async" | "stream" | "url";
  readonly environment: string;
  readonly cold: boolean;
  readonly birth: Environment["birth"];
  readonly outcome: Outcome;
  /** What its REPORT line says, milliseconds. */
  readonly initMs?: number | undefined;
  readonly restoreMs?: number | undefined;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  /** Milliseconds since the server was started. */
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}
