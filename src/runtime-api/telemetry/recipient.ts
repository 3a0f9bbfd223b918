import type { Clock } from "../../shared/clock.ts";
import type { ConnectToPort, Delivery } from "./delivery.ts";
import type { DeliveryLimits } from "./delivery-limits.ts";
import type { EventForm, EventForms } from "./event-form.ts";
import { HttpDelivery } from "./http-delivery.ts";
import { Subscriber } from "./subscriber.ts";
import type { Subscription } from "./subscription.ts";
import { TcpDelivery } from "./tcp-delivery.ts";
import { streamOf, type TelemetryEvent, type TelemetryStream } from "./telemetry-event.ts";

/** A subscription at work. */
export interface Recipient {
  readonly subscription: Subscription;
  readonly streams: ReadonlySet<TelemetryStream>;
  readonly form: EventForm;
  readonly subscriber: Subscriber;
}

/** What the recipients of one environment share. */
interface Surroundings {
  readonly clock: Clock;
  readonly connect: ConnectToPort;
  readonly limits: DeliveryLimits;
}

/** Makes what a subscription asked for; connects when there is something to deliver. */
export function createRecipient(
  subscription: Subscription,
  forms: EventForms,
  surroundings: Surroundings,
): Recipient {
  const { clock, limits } = surroundings;
  const form = forms.for(subscription);
  const streams = new Set(subscription.types);
  const subscriber = new Subscriber({
    buffering: subscription.buffering,
    delivery: deliveryTo(subscription, surroundings),
    limits,
    noticeOf: ({ records, bytes, reason }) => {
      const record = { droppedBytes: bytes, droppedRecords: records, reason };
      const event = { type: "platform.logsDropped", time: clock.date(), record };
      return streams.has("platform") ? form(event) : [];
    },
  });
  return { subscription, streams, form, subscriber };
}

/** Gives an event to who asked for its stream; serialised once for each form, and not at all for nobody. */
export function distribute(event: TelemetryEvent, recipients: Iterable<Recipient>): void {
  const stream = streamOf(event.type);
  const texts = new Map<EventForm, readonly string[]>();
  for (const { streams, form, subscriber } of recipients) {
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

function deliveryTo({ destination }: Subscription, { connect, limits }: Surroundings): Delivery {
  return destination.protocol === "HTTP"
    ? new HttpDelivery(destination, connect, limits.answerMs)
    : new TcpDelivery(destination.port, connect, limits.answerMs);
}

// A record that JSON cannot hold, or a time that is none, must not reach whoever published it as an exception.
function textOf(event: TelemetryEvent, form: EventForm): readonly string[] {
  try {
    return form(event);
  } catch {
    return [];
  }
}
