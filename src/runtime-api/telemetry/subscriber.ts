import { addDropped, type Batch, type DroppedEvents, emptyBatch, lostWith } from "./batch.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryLimits } from "./delivery-limits.ts";
import { RetriedDelivery } from "./retried-delivery.ts";
import type { Buffering } from "./subscription.ts";

/** What a subscriber is made of. */
export interface SubscriberParts {
  readonly buffering: Buffering;
  readonly delivery: Delivery;
  readonly limits: DeliveryLimits;
  /** The `platform.logsDropped` events for a loss; none when this subscriber did not ask for platform events. */
  readonly noticeOf: (dropped: DroppedEvents) => readonly string[];
}

/**
 * Batches and delivers events to one subscriber: one batch under way at a time, in order, each tried again with longer
 * pauses. What it may hold is bounded; beyond that the newest events are dropped until half of it was delivered, and
 * `platform.logsDropped` stands in the stream where they would have stood. Nothing here throws into the publisher.
 */
export class Subscriber {
  readonly #parts: SubscriberParts;
  readonly #delivery: RetriedDelivery;
  readonly #full: Batch[] = [];
  #open = emptyBatch();
  /** The open batch goes out as soon as it can: its time is up, or a flush wants it. */
  #due = false;
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  #pendingEvents = 0;
  #pendingBytes = 0;
  #dropped: DroppedEvents | undefined;
  #closed = false;
  #whenIdle: (() => void)[] = [];

  constructor(parts: SubscriberParts) {
    this.#parts = parts;
    this.#delivery = new RetriedDelivery(parts.delivery, parts.limits);
  }

  /** Takes the events that one published event makes for this subscriber. */
  take(events: readonly string[]): void {
    if (this.#closed) {
      return;
    }
    for (const event of events) {
      const bytes = Buffer.byteLength(event);
      if (this.#hasRoom(bytes)) {
        this.#noteLoss();
        this.#add(event, bytes);
      } else {
        this.drop({ records: 1, bytes, reason: tooSlow });
      }
    }
  }

  /** Counts events that this subscriber will not get. */
  drop(dropped: DroppedEvents): void {
    this.#dropped = addDropped(this.#dropped, dropped);
  }

  /** Sends what is buffered without waiting for its time or for the end of a pause; resolves when it has arrived or was given up. */
  flush(): Promise<void> {
    this.#due = this.#open.events.length > 0;
    this.#delivery.hurry();
    this.#pump();
    return new Promise((resolve) => {
      if (this.#sending && !this.#closed) {
        this.#whenIdle.push(resolve);
      } else {
        resolve();
      }
    });
  }

  /** Ends the connection and every timer; what was not delivered is lost. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#delivery.close();
    this.#full.length = 0;
    this.#open = emptyBatch();
  }

  // Once events are being dropped, half of what may be held must have gone before others are taken: one gap, not many.
  #hasRoom(bytes: number): boolean {
    const { buffering, limits } = this.#parts;
    const share = this.#dropped === undefined || this.#pendingEvents === 0 ? 1 : 0.5;
    return (
      this.#pendingEvents < buffering.maxItems * limits.pendingBatches * share &&
      this.#pendingBytes + bytes <= buffering.maxBytes * limits.pendingBatches * share
    );
  }

  #noteLoss(): void {
    const dropped = this.#dropped;
    if (dropped === undefined) {
      return;
    }
    this.#dropped = undefined;
    for (const notice of this.#parts.noticeOf(dropped)) {
      const bytes = Buffer.byteLength(notice);
      this.#open.notices = addDropped(this.#open.notices, { records: 1, bytes, reason: "" });
      this.#open.told = addDropped(this.#open.told, dropped);
      this.#add(notice, bytes);
    }
  }

  #add(event: string, bytes: number): void {
    const batch = this.#open;
    batch.events.push(event);
    batch.bytes += bytes;
    this.#pendingEvents += 1;
    this.#pendingBytes += bytes;
    const { maxItems, maxBytes, timeoutMs } = this.#parts.buffering;
    if (batch.events.length >= maxItems || batch.bytes >= maxBytes) {
      this.#full.push(this.#takeOpen());
      this.#pump();
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#timeIsUp(), timeoutMs);
      this.#timer.unref();
    }
  }

  #timeIsUp(): void {
    this.#due = true;
    this.#pump();
  }

  #takeOpen(): Batch {
    const batch = this.#open;
    this.#open = emptyBatch();
    this.#due = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return batch;
  }

  #pump(): void {
    if (!this.#sending && !this.#closed) {
      void this.#deliverWhatIsReady();
    }
  }

  async #deliverWhatIsReady(): Promise<void> {
    for (let batch = this.#next(); batch !== undefined; batch = this.#next()) {
      this.#sending = true;
      await this.#deliver(batch);
    }
    this.#sending = false;
    this.#settle();
  }

  #next(): Batch | undefined {
    if (this.#closed) {
      return undefined;
    }
    return this.#full.shift() ?? (this.#due ? this.#takeOpen() : undefined);
  }

  async #deliver(batch: Batch): Promise<void> {
    const failure = await this.#delivery.send(batch.events);
    this.#pendingEvents -= batch.events.length;
    this.#pendingBytes -= batch.bytes;
    if (failure !== undefined) {
      this.drop(lostWith(batch, `could not send events: ${failure}`));
    } else if (this.#dropped !== undefined && this.#hasRoom(0)) {
      this.#noteLoss();
      this.#due = this.#open.events.length > 0;
    }
  }

  #settle(): void {
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) {
      resolve();
    }
  }
}

/** In the words of AWS's documentation. */
const tooSlow =
  "Some logs were dropped because the downstream consumer is slower than the logs production rate";
