import type { FunctionCopy } from "./function-copy.ts";

/** A copy whose next invocation is a cold start. */
export interface ColdCopy {
  readonly copy: FunctionCopy;
  /** A version; absent: `$LATEST`. */
  readonly version: string | undefined;
  /** Where several are to be invoked at once: waits until all of them are ready to be. */
  readonly together?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** Copies of a function that are brought to cold starts. */
export interface ColdCopies {
  /** Environments that may be under way at once. */
  readonly size: number;
  /** A copy whose next invocation is a cold start; waits for one, or rejects with the signal's reason. @throws as its forcing. */
  acquire(signal?: AbortSignal): Promise<ColdCopy>;
  /** It was used. `isTakenAgain`: beyond those that are planned, one more is expected in its place. */
  release(cold: ColdCopy, isTakenAgain: boolean): void;
}
