busyFor(80);

export const handler = async () => {
  busyFor(20);
  return { statusCode: 200 };
};

/** Keeps the CPU for so many milliseconds of the monotonic clock. */
function busyFor(ms) {
  const untilNs = process.hrtime.bigint() + BigInt(ms) * 1_000_000n;
  while (process.hrtime.bigint() < untilNs);
}
