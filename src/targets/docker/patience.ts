/** How long an engine is waited for. */
export interface Patience {
  /** What `work` gives. @throws the error of `onLate` when the engine has not answered in its time. */
  within<Result>(work: Promise<Result>, onLate: (limitMs: number) => Error): Promise<Result>;
  /** From now on there is little time, for what is under way, too. */
  hurry(): void;
}

/** Longer than an engine under load takes for anything that it does not report the progress of. */
const usualLimitMs = 60_000;
/** Enough for an engine that lives. */
const hurriedLimitMs = 2_000;
const leastLimitMs = 200;

/** An engine may hang: it takes calls and never answers. Each time it has done so, it is waited for less. */
export function createPatience(usualMs = usualLimitMs): Patience {
  const waiting = new Set<() => void>();
  let limitMs = usualMs;
  const shorten = (ms: number) => {
    limitMs = Math.max(leastLimitMs, Math.min(limitMs, ms));
    for (const arm of waiting) {
      arm();
    }
  };
  return {
    hurry: () => shorten(hurriedLimitMs),
    within: (work, onLate) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const arm = () => {
          clearTimeout(timer);
          const waitedMs = limitMs;
          timer = setTimeout(() => {
            waiting.delete(arm);
            reject(onLate(waitedMs));
            shorten(Math.min(hurriedLimitMs, limitMs / 2));
          }, waitedMs);
        };
        waiting.add(arm);
        arm();
        work.then(resolve, reject).finally(() => {
          clearTimeout(timer);
          waiting.delete(arm);
        });
      }),
  };
}
