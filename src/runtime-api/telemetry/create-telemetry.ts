import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../shared/clock.ts";
import { Backlog, type BacklogLimits, defaultBacklogLimits } from "./backlog.ts";
import type { ConnectToPort } from "./delivery.ts";
import { type DeliveryLimits, defaultDeliveryLimits } from "./delivery-limits.ts";
import { type EventForms, eventForms, type LogFormat } from "./event-form.ts";
import { createRecipient, distribute, type Recipient } from "./recipient.ts";
import type { SubscribableTelemetry, SubscribeOutcome } from "./subscribable-telemetry.ts";
import type { Subscription } from "./subscription.ts";
import type { TelemetryEvent } from "./telemetry-event.ts";

/** What an environment's telemetry needs. */
export interface TelemetryOptions {
  readonly clock: Clock;
  /** Opens a connection to a listener in the environment: `127.0.0.1` where it shares the harness's host. */
  readonly connect: ConnectToPort;
  /** The function's log format (default `Text`). */
  readonly logFormat?: LogFormat;
  readonly delivery?: Partial<DeliveryLimits>;
  readonly backlog?: Partial<BacklogLimits>;
}

/** The telemetry of one environment. Ends with `close`. */
export function createTelemetry(options: TelemetryOptions): SubscribableTelemetry {
  return new EnvironmentTelemetry(options);
}

class EnvironmentTelemetry implements SubscribableTelemetry {
  readonly clock: Clock;
  readonly #options: TelemetryOptions;
  readonly #limits: DeliveryLimits;
  readonly #forms: EventForms;
  readonly #backlog: Backlog;
  readonly #recipients = new Map<string, Recipient>();
  #open = true;

  constructor(options: TelemetryOptions) {
    this.clock = options.clock;
    this.#options = options;
    this.#limits = { ...defaultDeliveryLimits, ...options.delivery };
    this.#forms = eventForms(options.logFormat ?? "Text");
    this.#backlog = new Backlog({ ...defaultBacklogLimits, ...options.backlog });
  }

  get wanted(): boolean {
    return this.#open || this.#recipients.size > 0;
  }

  publish(event: TelemetryEvent): void {
    if (this.#open) {
      this.#backlog.keep(event);
    }
    if (this.#recipients.size > 0) {
      distribute(event, this.#recipients.values());
    }
  }

  subscribe(extensionName: string, subscription: Subscription): SubscribeOutcome {
    const before = this.#recipients.get(extensionName);
    if (!this.#open) {
      return "closed";
    }
    if (before !== undefined && before.subscription.api !== subscription.api) {
      return "other-api";
    }
    if (before !== undefined && sameSubscription(before.subscription, subscription)) {
      return "subscribed";
    }
    before?.subscriber.close();
    const { clock, connect } = this.#options;
    const recipient = createRecipient(subscription, this.#forms, { clock, connect, limits: this.#limits });
    this.#recipients.set(extensionName, recipient);
    this.#catchUp(recipient);
    this.publish(subscribed(extensionName, subscription, this.clock.date()));
    return "subscribed";
  }

  closeSubscriptions(): void {
    this.#open = false;
    this.#backlog.clear();
  }

  async flush(limitMs: number): Promise<void> {
    if (this.#recipients.size === 0) {
      return;
    }
    const limit = new AbortController();
    const flushed = [...this.#recipients.values()].map(({ subscriber }) => subscriber.flush());
    await Promise.race([
      Promise.all(flushed),
      wait(limitMs, undefined, { signal: limit.signal }).catch(() => {}),
    ]);
    limit.abort();
  }

  reset(): void {
    this.close();
    this.#open = true;
  }

  close(): void {
    for (const { subscriber } of this.#recipients.values()) {
      subscriber.close();
    }
    this.#recipients.clear();
    this.closeSubscriptions();
  }

  #catchUp(recipient: Recipient): void {
    for (const event of this.#backlog.events) {
      distribute(event, [recipient]);
    }
    for (const stream of recipient.streams) {
      const dropped = this.#backlog.droppedOf(stream);
      if (dropped !== undefined) {
        recipient.subscriber.drop(dropped);
      }
    }
  }
}

function subscribed(name: string, { api, types }: Subscription, time: Date): TelemetryEvent {
  const type = api === "logs" ? "platform.logsSubscription" : "platform.telemetrySubscription";
  return { type, time, record: { name, state: "Subscribed", types } };
}

function sameSubscription(one: Subscription, other: Subscription): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
