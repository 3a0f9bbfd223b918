/** How long a timer of this process was late, beyond what is usual, in milliseconds. */
const everyMs = 50;
const usualMs = 10;

/** Adds up how long this machine stood still, as far as a timer tells: nothing could be done in that time. */
export function watchStalls(): { readonly stalledMs: number; stop(): void } {
  let stalledMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const lateMs = nowMs - lastMs - everyMs;
    stalledMs += lateMs > usualMs ? lateMs : 0;
    lastMs = nowMs;
  }, everyMs);
  return {
    get stalledMs() {
      return stalledMs;
    },
    stop: () => clearInterval(timer),
  };
}
