import { execa } from "execa";
import { expect, test } from "vitest";
import { z } from "zod";

const module = JSON.stringify(
  new URL("../../../bench/comparison/binomial-interval.mjs", import.meta.url).href,
);
const shape = z.object({ low: z.number(), high: z.number() });

// scipy.stats.binomtest(hits, trials).proportion_ci()
test.each([
  [0, 1000, 0, 0.003682083896639526],
  [5, 1000, 0.001625419517373302, 0.011629470559812206],
  [10, 10, 0.6915028921812371, 1],
])("%d of %d have the interval of Clopper and Pearson", async (hits, trials, low, high) => {
  const program = `const { binomialInterval } = await import(${module}); console.log(JSON.stringify(binomialInterval(${hits}, ${trials})));`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", program]);
  const interval = shape.parse(JSON.parse(stdout));
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});
