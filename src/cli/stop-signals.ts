import { type ExitCode, exitCode } from "./exit-codes.ts";
import type { Output } from "./output.ts";

/** What Ctrl-C and SIGTERM ask for. */
export interface StopSignals {
  /** Aborted by the first signal: finish the sample under way, write the reports. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  code(): ExitCode | undefined;
  /** Sets what ends everything at once; the second signal calls it, then the process exits. */
  onSecond(endAtOnce: () => Promise<void>): void;
  dispose(): void;
}

/** Listens for SIGINT and SIGTERM until disposed. */
export function listenForStop(output: Output): StopSignals {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  let endAtOnce = async () => {};
  const stop = (received: ExitCode) => {
    if (code !== undefined) {
      output.warn("stopping at once");
      void endAtOnce().finally(() => process.exit(code));
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
