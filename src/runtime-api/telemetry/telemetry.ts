import type { TelemetryEvent } from "./telemetry-event.ts";

/** What happens in an environment, on its way to the extensions that subscribed to it. One for each environment. */
export interface Telemetry {
  /** False when nobody listens and nobody can subscribe any more: an event need not be made then. */
  readonly wanted: boolean;
  /**
   * Takes an event. Until subscribing is closed events are kept, so that who subscribes during init also gets what came
   * before. Never throws and never waits: what a slow subscriber cannot take is dropped and said so.
   */
  publish(event: TelemetryEvent): void;
  /** Ends subscribing, at the end of init; later attempts get 403. */
  closeSubscriptions(): void;
  /** Delivers what is buffered; resolves when all of it has arrived or been given up, at the latest after `limitMs`. */
  flush(limitMs: number): Promise<void>;
  /** Forgets every subscriber and opens subscribing again: before the processes of the environment are started anew. */
  reset(): void;
  /** Ends every connection and timer at once. */
  close(): void;
}
