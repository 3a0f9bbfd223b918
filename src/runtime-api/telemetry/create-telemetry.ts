import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../shared/clock.ts";
import { Backlog, type BacklogLimits, defaultBacklogLimits } from "./backlog.ts";
import type { ConnectToPort, Delivery } from "./delivery.ts";
import { type DeliveryLimits, defaultDeliveryLimits } from "./delivery-limits.ts";
import { type EventForm, type EventForms, eventForms, type LogFormat } from "./event-form.ts";
import { HttpDelivery } from "./http-delivery.ts";
import { Subscriber } from "./subscriber.ts";
import type { Subscription } from "./subscription.ts";
import { TcpDelivery } from "./tcp-delivery.ts";
import type { Telemetry } from "./telemetry.ts";
import { streamOf, type TelemetryEvent, type TelemetryStream } from "./telemetry-event.ts";

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

/** The telemetry of one environment. Ends with `close`. */
export function createTelemetry(options: TelemetryOptions): SubscribableTelemetry {
  return new EnvironmentTelemetry(options);
}

interface Entry {
  readonly subscription: Subscription;
  readonly streams: ReadonlySet<TelemetryStream>;
  readonly form: EventForm;
  readonly subscriber: Subscriber;
}

class EnvironmentTelemetry implements SubscribableTelemetry {
  readonly clock: Clock;
  readonly #options: TelemetryOptions;
  readonly #limits: DeliveryLimits;
  readonly #forms: EventForms;
  readonly #backlog: Backlog;
  readonly #entries = new Map<string, Entry>();
  #open = true;

  constructor(options: TelemetryOptions) {
    this.clock = options.clock;
    this.#options = options;
    this.#limits = { ...defaultDeliveryLimits, ...options.delivery };
    this.#forms = eventForms(options.logFormat ?? "Text");
    this.#backlog = new Backlog({ ...defaultBacklogLimits, ...options.backlog });
  }

  get wanted(): boolean {
    return this.#open || this.#entries.size > 0;
  }

  publish(event: TelemetryEvent): void {
    if (this.#open) {
      this.#backlog.keep(event);
    }
    if (this.#entries.size > 0) {
      deliver(event, this.#entries.values());
    }
  }

  subscribe(extensionName: string, subscription: Subscription): SubscribeOutcome {
    const before = this.#entries.get(extensionName);
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
    const entry = this.#enter(subscription);
    this.#entries.set(extensionName, entry);
    this.#catchUp(entry);
    this.publish(subscribed(extensionName, subscription, this.clock.date()));
    return "subscribed";
  }

  closeSubscriptions(): void {
    this.#open = false;
    this.#backlog.clear();
  }

  async flush(limitMs: number): Promise<void> {
    if (this.#entries.size === 0) {
      return;
    }
    const limit = new AbortController();
    const flushed = [...this.#entries.values()].map(({ subscriber }) => subscriber.flush());
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
    for (const { subscriber } of this.#entries.values()) {
      subscriber.close();
    }
    this.#entries.clear();
    this.closeSubscriptions();
  }

  #enter(subscription: Subscription): Entry {
    const form = this.#forms.for(subscription);
    const streams = new Set(subscription.types);
    const subscriber = new Subscriber({
      buffering: subscription.buffering,
      delivery: this.#deliveryTo(subscription),
      limits: this.#limits,
      noticeOf: ({ records, bytes, reason }) => {
        const record = { droppedBytes: bytes, droppedRecords: records, reason };
        const event = { type: "platform.logsDropped", time: this.clock.date(), record };
        return streams.has("platform") ? form(event) : [];
      },
    });
    return { subscription, streams, form, subscriber };
  }

  #deliveryTo({ destination }: Subscription): Delivery {
    const { connect } = this.#options;
    return destination.protocol === "HTTP"
      ? new HttpDelivery(destination, connect, this.#limits.answerMs)
      : new TcpDelivery(destination.port, connect, this.#limits.answerMs);
  }

  #catchUp(entry: Entry): void {
    for (const event of this.#backlog.events) {
      deliver(event, [entry]);
    }
    for (const stream of entry.streams) {
      const dropped = this.#backlog.droppedOf(stream);
      if (dropped !== undefined) {
        entry.subscriber.drop(dropped);
      }
    }
  }
}

// Serialised once for each form that is wanted, and not at all for a stream that nobody asked for.
function deliver(event: TelemetryEvent, entries: Iterable<Entry>): void {
  const stream = streamOf(event.type);
  const texts = new Map<EventForm, readonly string[]>();
  for (const { streams, form, subscriber } of entries) {
    if (streams.has(stream)) {
      let text = texts.get(form);
      if (text === undefined) {
        text = textOf(event, form);
        texts.set(form, text);
      }
      subscriber.take(text);
    }
  }
}

// A record that JSON cannot hold, or a time that is none, must not reach whoever published it as an exception.
function textOf(event: TelemetryEvent, form: EventForm): readonly string[] {
  try {
    return form(event);
  } catch {
    return [];
  }
}

function subscribed(name: string, { api, types }: Subscription, time: Date): TelemetryEvent {
  const type = api === "logs" ? "platform.logsSubscription" : "platform.telemetrySubscription";
  return { type, time, record: { name, state: "Subscribed", types } };
}

function sameSubscription(one: Subscription, other: Subscription): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
