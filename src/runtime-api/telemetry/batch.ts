/** Events that a subscriber will not get, as `platform.logsDropped` counts them. */
export interface DroppedEvents {
  readonly records: number;
  readonly bytes: number;
  readonly reason: string;
}

/** Events that are delivered together. */
export interface Batch {
  readonly events: string[];
  bytes: number;
  /** The `platform.logsDropped` events among them, and what they tell: that is counted again when the batch is lost. */
  notices: DroppedEvents;
  told: DroppedEvents | undefined;
}

/** A batch with nothing in it. */
export function emptyBatch(): Batch {
  return { events: [], bytes: 0, notices: { records: 0, bytes: 0, reason: "" }, told: undefined };
}

/** What is lost with a batch. A notice in it is no record of its own, but what it told of is lost still. */
export function lostWith(batch: Batch, reason: string): DroppedEvents {
  return {
    records: batch.events.length - batch.notices.records + (batch.told?.records ?? 0),
    bytes: batch.bytes - batch.notices.bytes + (batch.told?.bytes ?? 0),
    reason,
  };
}

/** Both losses as one; the later reason stands for both. */
export function addDropped(before: DroppedEvents | undefined, more: DroppedEvents): DroppedEvents {
  return {
    records: (before?.records ?? 0) + more.records,
    bytes: (before?.bytes ?? 0) + more.bytes,
    reason: more.reason,
  };
}
