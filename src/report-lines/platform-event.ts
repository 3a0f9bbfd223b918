/** How an init, an invocation or a restore may have ended. */
export const platformStatuses = ["success", "failure", "error", "timeout"] as const;

/** How an init, an invocation or a restore ended. */
export type PlatformStatus = (typeof platformStatuses)[number];

/** Where in an environment's life an init took place: ahead of the first invocation, or again inside one. */
export type InitPhase = "init" | "invoke" | "snap-start";

/** How the environment came to be initialised. */
export type InitializationType = "on-demand" | "snap-start";

/** A part of an invocation. `start` is ISO 8601 with milliseconds. */
export interface PlatformSpan {
  readonly name: "responseLatency" | "responseDuration" | "runtimeOverhead" | "extensionOverhead";
  readonly start: string;
  readonly durationMs: number;
}

/** The X-Ray header of an invocation. */
export interface PlatformTracing {
  readonly type: "X-Amzn-Trace-Id";
  readonly value: string;
}

/** The records of the platform's events, by type. Source: the Telemetry API's schema reference. */
export interface PlatformRecords {
  "platform.initStart": {
    readonly initializationType: InitializationType;
    readonly phase: InitPhase;
    readonly functionName: string;
    readonly functionVersion: string;
    /** MB. */
    readonly instanceMaxMemory?: number | undefined;
  };
  "platform.initRuntimeDone": {
    readonly initializationType: InitializationType;
    readonly phase: InitPhase;
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
  };
  "platform.initReport": {
    readonly initializationType: InitializationType;
    readonly phase: InitPhase;
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
    readonly metrics: { readonly durationMs: number };
  };
  "platform.start": {
    readonly requestId: string;
    readonly version: string;
    readonly tenantId?: string | undefined;
    readonly tracing?: PlatformTracing | undefined;
  };
  "platform.runtimeDone": {
    readonly requestId: string;
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
    readonly tenantId?: string | undefined;
    readonly metrics: { readonly durationMs: number; readonly producedBytes?: number | undefined };
    readonly spans?: readonly PlatformSpan[] | undefined;
    readonly tracing?: PlatformTracing | undefined;
  };
  "platform.report": {
    readonly requestId: string;
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
    readonly tenantId?: string | undefined;
    readonly metrics: {
      readonly durationMs: number;
      readonly billedDurationMs: number;
      readonly memorySizeMB: number;
      readonly maxMemoryUsedMB?: number | undefined;
      readonly initDurationMs?: number | undefined;
      readonly restoreDurationMs?: number | undefined;
      readonly billedRestoreDurationMs?: number | undefined;
    };
    readonly spans?: readonly PlatformSpan[] | undefined;
    readonly tracing?: PlatformTracing | undefined;
  };
  "platform.restoreStart": {
    readonly functionName: string;
    readonly functionVersion: string;
    readonly instanceMaxMemory?: number | undefined;
  };
  "platform.restoreRuntimeDone": {
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
  };
  "platform.restoreReport": {
    readonly status: PlatformStatus;
    readonly errorType?: string | undefined;
    readonly metrics: { readonly durationMs: number };
  };
  "platform.extension": {
    readonly name: string;
    readonly state: string;
    readonly events: readonly string[];
    readonly errorType?: string | undefined;
  };
}

/** An event of the platform: what Lambda's system log and its Telemetry API say. */
export type PlatformEvent = {
  readonly [Type in keyof PlatformRecords]: {
    readonly type: Type;
    readonly time: Date;
    readonly record: PlatformRecords[Type];
  };
}[keyof PlatformRecords];
