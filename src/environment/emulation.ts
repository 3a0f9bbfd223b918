/** Where AWS's documentation and AWS's code disagree, which of them an environment follows. */
export interface Emulation {
  /** How SHUTDOWN events spell their reason: documented `SPINDOWN`, in the code `spindown`. */
  readonly shutdownReason: "upper-case" | "lower-case";
  /** The runtime's part of the 2,000 ms that a shutdown with external extensions lasts: documented 300, in the code 600. */
  readonly runtimeShutdownMs: number;
  /** The error type of a timeout: `Sandbox.Timedout` was seen on Lambda, the code's constant is `Sandbox.Timeout`. */
  readonly timeoutError: "Sandbox.Timedout" | "Sandbox.Timeout";
  /**
   * The status of an invocation whose error the function reported itself, in the platform's events: AWS's code has `success`,
   * because the runtime goes on.
   */
  readonly functionErrorStatus: "success" | "error";
  /** Streamed responses are read at 2 MiB/s after the first 6 MiB, as Lambda does. */
  readonly streamBandwidth: boolean;
}

/** What is documented, or was seen on Lambda; without bandwidth limit. */
export const defaultEmulation: Emulation = {
  shutdownReason: "upper-case",
  runtimeShutdownMs: 300,
  timeoutError: "Sandbox.Timedout",
  functionErrorStatus: "success",
  streamBandwidth: false,
};
