import type { PlatformStatus } from "./platform-event.ts";

/** How an init, a restore or a runtime's part of an invocation ended. A line of text that names no status is a success. */
interface Ending {
  readonly status?: PlatformStatus | undefined;
  readonly errorType?: string | undefined;
}

/** The version of the managed runtime: `python:3.12.v18`, and the name by which a function can be held to it. */
interface RuntimeVersion {
  readonly runtimeVersion?: string | undefined;
  readonly runtimeVersionArn?: string | undefined;
}

/** What only the JSON format tells of an init: `on-demand`, `provisioned-concurrency`, `snap-start`. */
interface InitKind {
  readonly initializationType?: string | undefined;
  /** `init`, or `invoke` where the init took place inside of an invocation. */
  readonly phase?: string | undefined;
}

/** A part of an invocation: `responseLatency`, `extensionOverhead`, … `start` is ISO 8601. */
export interface ParsedSpan {
  readonly name: string;
  readonly start?: string | undefined;
  readonly durationMs: number;
}

/** What a line of the platform other than REPORT says, in text or as JSON. What it does not say is absent. */
export type ParsedPlatformLine =
  | ({ readonly kind: "initStart" } & RuntimeVersion & InitKind)
  | ({ readonly kind: "initRuntimeDone" } & Ending & InitKind)
  | ({ readonly kind: "initReport"; readonly initMs: number } & Ending & InitKind)
  | ({ readonly kind: "restoreStart" } & RuntimeVersion)
  | ({ readonly kind: "restoreRuntimeDone" } & Ending)
  | ({ readonly kind: "restoreReport"; readonly restoreMs: number } & Ending)
  | { readonly kind: "start"; readonly requestId: string; readonly version?: string | undefined }
  | { readonly kind: "end"; readonly requestId: string }
  | ({
      readonly kind: "runtimeDone";
      readonly requestId: string;
      readonly durationMs?: number | undefined;
      readonly producedBytes?: number | undefined;
      readonly spans: readonly ParsedSpan[];
    } & Ending)
  | {
      readonly kind: "extension";
      readonly name: string;
      readonly state?: string | undefined;
      readonly events: readonly string[];
      readonly errorType?: string | undefined;
    }
  | {
      readonly kind: "xray";
      readonly traceId: string;
      readonly segmentId?: string | undefined;
      readonly sampled?: boolean | undefined;
    }
  /** `RequestId: … Error: Runtime exited …`: the older way to tell that an invocation failed. */
  | { readonly kind: "error"; readonly requestId: string; readonly message: string }
  /** `… Task timed out after 3.00 seconds`: the older way to tell that an invocation was ended. */
  | { readonly kind: "timedOut"; readonly requestId: string; readonly afterMs: number }
  /** What is of no use here, by the type of its event: `platform.logsDropped`. */
  | { readonly kind: "other"; readonly type: string };
