/** Time as an argument: monotonic milliseconds for phases, the calendar for stamps. */
export interface Clock {
  /** Monotonic milliseconds with sub-microsecond resolution; only differences mean anything. */
  nowMs(): number;
  /** Calendar time. */
  date(): Date;
}

/** CLOCK_MONOTONIC through `process.hrtime`, and the system's calendar. */
export const systemClock: Clock = {
  nowMs: () => {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
  },
  date: () => new Date(),
};
