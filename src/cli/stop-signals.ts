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

/** Listens for SIGINT and SIGTERM until disposed. */
export function listenForStop(output: Output): StopSignals {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  let endAtOnce = async () => {};
  let reject: (reason: StoppedAtOnce) => void = () => {};
  const atOnce = new Promise<never>((_resolve, rejectIt) => {
    reject = rejectIt;
  });
  atOnce.catch(() => {});
  const stop = (received: ExitCode) => {
    if (code !== undefined) {
      output.warn("stopping at once");
      const stopped = new StoppedAtOnce(code);
      endAtOnce().then(
        () => reject(stopped),
        () => reject(stopped),
      );
      return;
    }
    code = received;
    output.warn("stopping after the sample under way; once more to stop at once");
    controller.abort();
  };
  const onInterrupt = () => stop(exitCode.interrupted);
  const onTerminate = () => stop(exitCode.terminated);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    atOnce,
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
