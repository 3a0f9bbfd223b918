/** How long things are waited for, in milliseconds. */
export interface ConformanceLimits {
  /** For the first `/next` after the start. */
  readonly initMs: number;
  /** For an answer, and for the process's end where one is asked for. */
  readonly answerMs: number;
  /** For how long an event is held back, to see whether the runtime waits for it. */
  readonly pauseMs: number;
  /** For the process's end after SIGTERM. */
  readonly shutdownMs: number;
  /** For all checks together: those that would begin later are skipped. */
  readonly suiteMs: number;
}

/** Lambda's own limits where it has any (init, shutdown with an internal extension), else generous ones. */
export const defaultLimits: ConformanceLimits = {
  initMs: 10_000,
  answerMs: 10_000,
  pauseMs: 2000,
  shutdownMs: 500,
  suiteMs: 120_000,
};
