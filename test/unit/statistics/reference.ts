import { readFileSync } from "node:fs";
import { z } from "zod";

const schema = z.object({
  samples: z.array(
    z.object({
      shape: z.string(),
      values: z.array(z.number()),
      quantiles: z.record(z.string(), z.number()),
      mean: z.number(),
      stddev: z.number(),
    }),
  ),
  lowerRanks: z.array(z.tuple([z.number(), z.number()])),
  clustered: z.array(
    z.object({ clusters: z.array(z.array(z.number())), lowMs: z.number(), highMs: z.number() }),
  ),
});

/** What NumPy and SciPy give; made by test/golden/statistics/make-reference.py. */
export const reference = schema.parse(
  JSON.parse(readFileSync(new URL("../../golden/statistics/reference.json", import.meta.url), "utf8")),
);
