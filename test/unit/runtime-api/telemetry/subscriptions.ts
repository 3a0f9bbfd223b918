import { connect } from "node:net";
import { onTestFinished } from "vitest";
import {
  createTelemetry,
  type TelemetryOptions,
} from "../../../../src/runtime-api/telemetry/create-telemetry.ts";
import type { SubscribableTelemetry } from "../../../../src/runtime-api/telemetry/subscribable-telemetry.ts";
import type { Buffering, Subscription } from "../../../../src/runtime-api/telemetry/subscription.ts";
import type { TelemetryEvent } from "../../../../src/runtime-api/telemetry/telemetry-event.ts";
import { systemClock } from "../../../../src/shared/clock.ts";

/** An environment's telemetry whose listeners are on this host; ends with the test. */
export function openTelemetry(options: Partial<TelemetryOptions> = {}): SubscribableTelemetry {
  const telemetry = createTelemetry({
    clock: systemClock,
    connect: (port) => connect({ host: "127.0.0.1", port }),
    ...options,
  });
  onTestFinished(() => telemetry.close());
  return telemetry;
}

/** Buffers that fill and time out as fast as a test wants, beyond what a request may ask for. */
export function buffering(facts: Partial<Buffering> = {}): Buffering {
  return { maxItems: 10_000, maxBytes: 262_144, timeoutMs: 5, ...facts };
}

/** A subscription to all streams over HTTP. */
export function httpTo(port: number, facts: Partial<Subscription> = {}): Subscription {
  return {
    api: "telemetry",
    schemaVersion: "2022-12-13",
    types: ["platform", "function", "extension"],
    buffering: buffering(),
    destination: {
      protocol: "HTTP",
      host: `sandbox.localdomain:${port}`,
      port,
      path: "/events",
      method: "POST",
    },
    ...facts,
  };
}

/** A subscription to all streams over TCP. */
export function tcpTo(port: number, facts: Partial<Subscription> = {}): Subscription {
  return httpTo(port, { destination: { protocol: "TCP", port }, ...facts });
}

/** A log line of the function. */
export function line(text: string): TelemetryEvent {
  return { type: "function", time: new Date("2026-11-23T19:20:11.123Z"), record: text };
}

/** A platform event. */
export function platform(type: string, record: Record<string, unknown> = {}): TelemetryEvent {
  return { type, time: new Date("2026-11-23T19:20:11.456Z"), record };
}
