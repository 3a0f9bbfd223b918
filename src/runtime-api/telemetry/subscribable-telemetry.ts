import type { Clock } from "../../shared/clock.ts";
import type { Subscription } from "./subscription.ts";
import type { Telemetry } from "./telemetry.ts";

/** What became of an attempt to subscribe. */
export type SubscribeOutcome = "subscribed" | "closed" | "other-api";

/** Telemetry, and the way in for its endpoints. */
export interface SubscribableTelemetry extends Telemetry {
  readonly clock: Clock;
  /**
   * Subscribes an extension, or replaces its subscription; the same one again changes nothing. What was published since the
   * environment's start is delivered first. `closed` after init; `other-api` where the extension already subscribed through
   * the other of the two APIs.
   */
  subscribe(extensionName: string, subscription: Subscription): SubscribeOutcome;
}
