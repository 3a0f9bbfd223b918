/** What a subscriber that does not keep up may cost. */
export interface DeliveryLimits {
  /** How many full batches wait for one subscriber, the one under way included; what comes beyond is dropped. */
  readonly pendingBatches: number;
  /** How often one batch is tried. */
  readonly attempts: number;
  /** The pause before the second attempt; each later one is twice as long, up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long a subscriber may take to answer before the attempt counts as failed. */
  readonly answerMs: number;
}

/**
 * AWS documents that it retries with back-off and that it drops to keep memory bounded, and no numbers. These give up on a
 * batch after about 13 s and hold at most 4 MB for a subscriber with the largest buffers.
 */
export const defaultDeliveryLimits: DeliveryLimits = {
  pendingBatches: 4,
  attempts: 8,
  firstPauseMs: 100,
  longestPauseMs: 5_000,
  answerMs: 30_000,
};
