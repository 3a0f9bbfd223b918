import { addDropped, type DroppedEvents } from "./batch.ts";
import { streamOf, type TelemetryEvent, type TelemetryStream } from "./telemetry-event.ts";

/** How much is kept for those who subscribe later. */
export interface BacklogLimits {
  readonly maxItems: number;
  /** Of log lines in characters; a platform event counts as 512. */
  readonly maxBytes: number;
}

/** As much as one subscriber may hold with default buffers. */
export const defaultBacklogLimits: BacklogLimits = { maxItems: 10_000, maxBytes: 1_048_576 };

const platformEventBytes = 512;

/** What happened while one can still subscribe, as it was published: nothing is serialised for nobody. */
export class Backlog {
  readonly #limits: BacklogLimits;
  #events: TelemetryEvent[] = [];
  #bytes = 0;
  #dropped = new Map<TelemetryStream, DroppedEvents>();

  constructor(limits: BacklogLimits) {
    this.#limits = limits;
  }

  /** Keeps an event, or counts it where there is no room. */
  keep(event: TelemetryEvent): void {
    const bytes = typeof event.record === "string" ? event.record.length : platformEventBytes;
    if (this.#events.length < this.#limits.maxItems && this.#bytes + bytes <= this.#limits.maxBytes) {
      this.#events.push(event);
      this.#bytes += bytes;
      return;
    }
    const stream = streamOf(event.type);
    const dropped = { records: 1, bytes, reason: "Some logs were dropped before the extension subscribed" };
    this.#dropped.set(stream, addDropped(this.#dropped.get(stream), dropped));
  }

  /** What was kept, oldest first. */
  get events(): readonly TelemetryEvent[] {
    return this.#events;
  }

  /** What was not kept of a stream, after all that was. */
  droppedOf(stream: TelemetryStream): DroppedEvents | undefined {
    return this.#dropped.get(stream);
  }

  /** Forgets everything. */
  clear(): void {
    this.#events = [];
    this.#bytes = 0;
    this.#dropped = new Map();
  }
}
