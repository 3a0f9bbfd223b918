const wait = (ms) => {
  const until = process.hrtime.bigint() + BigInt(ms) * 1_000_000n;
  while (process.hrtime.bigint() < until) {}
};
wait(Number(process.env.LOAD_MS ?? 0));
export const handler = async () => wait(Number(process.env.CALL_MS ?? 0));
