import type { TelemetryStream } from "./telemetry-event.ts";

/** The two ways to subscribe: the Telemetry API, and the Logs API that it supersedes. */
export type SubscriptionApi = "telemetry" | "logs";

/** When a batch is complete: at the first of the three. Source: Developer Guide, "Configuring memory usage and buffering". */
export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** Since the first event of the batch. */
  readonly timeoutMs: number;
}

/** Where batches go: always a port of the environment, whatever its name. */
export type Destination =
  | {
      readonly protocol: "HTTP";
      /** As the extension wrote it, with the port: `sandbox.localdomain:8080`. */
      readonly host: string;
      readonly port: number;
      /** Path and query. */
      readonly path: string;
      /** PUT is for subscribers of the Logs API that ask for it. */
      readonly method: "POST" | "PUT";
    }
  | { readonly protocol: "TCP"; readonly port: number };

/** What an extension asked for, with the defaults filled in. */
export interface Subscription {
  readonly api: SubscriptionApi;
  readonly schemaVersion: string;
  /** As the extension listed them. */
  readonly types: readonly TelemetryStream[];
  readonly buffering: Buffering;
  readonly destination: Destination;
}
