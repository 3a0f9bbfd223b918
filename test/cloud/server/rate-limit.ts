/** Counts calls exactly: in no second are more accepted than allowed. */
export interface RateLimit {
  /** Whether a call may pass now; refused ones do not count. */
  accept(): boolean;
  readonly acceptedCount: number;
  readonly refusedCount: number;
  /** The most that were accepted within a second. */
  readonly busiestSecond: number;
}

/** @param perSecond how many are accepted within any 1,000 ms */
export function rateLimit(perSecond: number, nowMs: () => number): RateLimit {
  const recent: number[] = [];
  let acceptedCount = 0;
  let refusedCount = 0;
  let busiestSecond = 0;
  return {
    accept: () => {
      const now = nowMs();
      while (recent[0] !== undefined && recent[0] <= now - 1000) {
        recent.shift();
      }
      if (recent.length >= perSecond) {
        refusedCount++;
        return false;
      }
      recent.push(now);
      acceptedCount++;
      busiestSecond = Math.max(busiestSecond, recent.length);
      return true;
    },
    get acceptedCount() {
      return acceptedCount;
    },
    get refusedCount() {
      return refusedCount;
    },
    get busiestSecond() {
      return busiestSecond;
    },
  };
}
