import { z } from "zod";
import { phases } from "../samples/phases.ts";
import { comparisonJsonVersion } from "./comparison-json.ts";

/** The JSON Schema (draft 2020-12), as text, of what `thaw compare --format json` prints. Fields may be added to what it describes. */
export function comparisonJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(comparisonDocument, { io: "input" }), null, 2)}\n`;
}

const estimate = z
  .object({
    value: z.number().optional().describe("absent where there is none, as of a ratio to nothing"),
    low: z.number().optional().describe("absent where the samples cannot tell it"),
    high: z.number().optional().describe("absent where the samples cannot tell it"),
  })
  .meta({ id: "Estimate", description: "A figure with its interval." });

const figures = z
  .object({ baseline: z.number(), candidate: z.number() })
  .meta({ id: "TwoFigures", description: "A figure that is known of both sides, without chance." });

const measure = {
  phase: z.enum(phases),
  temperature: z.enum(["cold", "warm"]),
};

const side = z.enum(["baseline", "candidate"]);

const verdict = z.enum(["slower", "faster", "same", "undecided", "identical"]).meta({
  id: "Verdict",
  description: "identical: both sides are the same to the byte and were not measured.",
});

const difference = z.object({
  ...measure,
  watched: z.boolean().describe("judged; others are shown only"),
  n: figures.describe("environments on each side; pairs in a run of two sides"),
  baselineMs: z.number().describe("median; warm: of the environments' medians"),
  candidateMs: z.number(),
  shift: estimate.describe("candidate − baseline, Hodges–Lehmann, milliseconds"),
  ratio: estimate.describe("candidate / baseline, Hodges–Lehmann"),
  confidence: z.number().describe("of both intervals, 0 to 1"),
  copies: z
    .object({ baseline: z.number(), candidate: z.number(), inInterval: z.boolean() })
    .optional()
    .describe("of the function, on Lambda; inInterval: both intervals hold what copies differ by"),
  p: z
    .number()
    .optional()
    .describe("two-sided; of watched ones adjusted after Holm; absent where looks were planned"),
  verdict: verdict.optional().describe("of watched ones"),
  moreColdStarts: z.number().optional().describe("a side, after which it would likely be decided"),
});

const quantile = z.object({
  ...measure,
  permille: z.literal([900, 950, 990]),
  baselineMs: z.number(),
  candidateMs: z.number(),
  shift: estimate.describe("milliseconds, 95 %"),
});

const resource = z.object({
  resource: z.enum(["maxMemoryMb", "cpuInitMs", "cpuInvokeMs"]),
  baseline: z.number(),
  candidate: z.number(),
  shift: estimate.describe("MB or ms of CPU time, 95 %"),
});

const weakness = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("missing"), side, reason: z.string() }),
    z.object({ kind: z.literal("too-few"), measure: z.object(measure), n: z.number() }),
    z.object({ kind: z.literal("failed"), side, failed: z.number(), of: z.number() }),
  ])
  .describe("why differences may not be relied on, or were not judged");

const variant = z.object({
  variant: z.string(),
  scenario: z.string(),
  verdict: verdict.describe("the first of slower, undecided, faster, same that a watched difference has"),
  weaknesses: z.array(weakness),
  differences: z.array(difference),
  quantiles: z.array(quantile),
  resources: z.array(resource),
  packageBytes: figures.optional(),
  warmCostPerMillion: figures.optional().describe("USD"),
  coldCostPerMillion: figures.optional().describe("USD, init billed"),
});

const budget = z.object({
  scenario: z.string(),
  variant: z.string(),
  budget: z.string().describe("as the scenario has it: coldStart.p90"),
  limit: z.string().describe("as the scenario has it: 800ms"),
  verdict: z.enum(["held", "broken", "undecided", "not-applicable"]),
  measured: estimate.optional().describe("ms, MB, bytes, USD; of a relative budget a share of the baseline"),
  reason: z.string().optional(),
});

const axisEffect = z.object({
  scenario: z.string(),
  axis: z.string(),
  reference: z.string(),
  value: z.string(),
  pairs: z.number().describe("of variants that are alike but for the axis"),
  phases: z.array(z.object({ ...measure, shift: estimate, ratio: estimate })),
  maxMemoryMb: estimate.optional(),
});

const run = z.object({
  runId: z.string(),
  name: z.string(),
  gitCommit: z.string().optional(),
  gitDirty: z.boolean().optional(),
});

const comparisonDocument = z
  .object({
    formatVersion: z.literal(comparisonJsonVersion),
    kind: z.enum(["sides", "runs"]).describe("runs: drift between the two is not excluded"),
    baseline: run,
    candidate: run,
    target: z.string(),
    despite: z
      .array(z.string())
      .describe("why they should not be compared, and were as --force asked for it"),
    errorRate: z
      .number()
      .describe("of calling something unchanged slower or faster, in the whole comparison"),
    watchedCount: z.number(),
    watched: z.array(z.object(measure)),
    looks: z.object({ planned: z.number(), taken: z.number() }).optional(),
    variants: z.array(variant),
    leftOut: z
      .array(z.object({ variant: z.string(), reason: z.string() }))
      .describe("what neither side could measure, where --allow-unavailable was given; gates nothing"),
    budgets: z.array(budget),
    axisEffects: z.array(axisEffect),
    gate: z.object({
      failOn: z.enum(["slower", "budget", "any"]),
      outcome: z.enum(["passed", "failed", "undecided"]),
      reasons: z.array(z.string()),
    }),
  })
  .meta({
    title: "Thaw comparison",
    description: "Two sides of a run, or two runs, held against each other.",
  });
