import { type ExitCode, exitCode } from "./exit-codes.ts";
import type { Output } from "./output.ts";

/** What Ctrl-C and SIGTERM ask for. */
export interface StopSignals {
  /** Aborted by the first signal: finish the sample under way, write the reports. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  code(): ExitCode | undefined;
  /** Sets what ends everything at once; the second signal calls it. */
  onSecond(endAtOnce: () => Promise<void>): void;
  /** Rejects with StoppedAtOnce when that is done; until then it stays pending. */
  readonly atOnce: Promise<never>;
  /** Throws StoppedAtOnce as soon as the second signal came: what ends now was ended by us, and is no result. */
  throwIfStopped(): void;
  dispose(): void;
}

/** A second signal came: nothing is left running, and nothing more is to be done. */
export class StoppedAtOnce extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode) {
    super("stopped at once");
    this.name = "StoppedAtOnce";
    this.code = code;
  }
}

/** Listens for SIGINT and SIGTERM until disposed. `announced` is said at the first one: what ends then, and what does not. */
export function listenForStop(
  output: Output,
  announced = "stopping after the sample under way; once more to stop at once",
): StopSignals {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  let endAtOnce = async () => {};
  let stopped: StoppedAtOnce | undefined;
  let reject: (reason: StoppedAtOnce) => void = () => {};
  const atOnce = new Promise<never>((_resolve, rejectIt) => {
    reject = rejectIt;
  });
  atOnce.catch(() => {});
  const stop = (received: ExitCode) => {
    if (code !== undefined) {
      output.warn("stopping at once");
      const reason = new StoppedAtOnce(code);
      stopped = reason;
      endAtOnce().then(
        () => reject(reason),
        () => reject(reason),
      );
      return;
    }
    code = received;
    output.warn(announced);
    controller.abort();
  };
  const onInterrupt = () => stop(exitCode.interrupted);
  const onTerminate = () => stop(exitCode.terminated);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    atOnce,
    throwIfStopped: () => {
      if (stopped !== undefined) {
        throw stopped;
      }
    },
    code: () => code,
    onSecond: (end) => {
      endAtOnce = end;
    },
    dispose: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
