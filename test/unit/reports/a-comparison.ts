import { type Compared, comparedFacts } from "../../../src/reports/compared.ts";
import { defaultWatched, type Measure } from "../../../src/samples/phases.ts";
import type { VariantFacts } from "../../../src/samples/run-manifest.ts";
import type {
  AxisEffect,
  BudgetJudgement,
  Comparison,
  Difference,
  Estimate,
  FailOn,
  VariantComparison,
  Verdict,
} from "../../../src/statistics/comparison.ts";
import { gateOf } from "../../../src/statistics/gate.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";

export const init: Measure = { phase: "init", temperature: "cold" };
const coldStart: Measure = { phase: "coldStart", temperature: "cold" };
const warmInvoke: Measure = { phase: "invoke", temperature: "warm" };

/** The facts of `scenario/label/512/x86_64/zip/none`. */
export function factsOf(scenario: string, label: string): VariantFacts {
  return variantFacts({ id: `${scenario}/${label}/512/x86_64/zip/none`, scenario, label });
}

function estimate(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half };
}

/** A watched difference from one median to another, its interval as wide as `halfMs` on both sides. */
export function difference(
  measure: Measure,
  verdict: Verdict | undefined,
  baselineMs: number,
  candidateMs: number,
  halfMs: number,
  changes: Partial<Difference> = {},
): Difference {
  const shift = estimate(candidateMs - baselineMs, halfMs);
  const ratio = (ms: number) => 1 + ms / baselineMs;
  return {
    ...measure,
    watched: verdict !== undefined,
    n: { baseline: 40, candidate: 40 },
    baselineMs,
    candidateMs,
    shift,
    ratio: { value: ratio(shift.value), low: ratio(shift.low), high: ratio(shift.high) },
    confidence: 0.9983,
    ...(verdict === undefined ? {} : { verdict }),
    ...changes,
  };
}

/** A variant that is the same in all that is watched by default; `changes` win. */
export function aVariant(facts: VariantFacts, changes: Partial<VariantComparison> = {}): VariantComparison {
  return {
    variant: facts.id,
    scenario: facts.scenario,
    verdict: "same",
    weaknesses: [],
    differences: [
      difference(init, "same", 61.2, 61.4, 1.1, { p: 0.41 }),
      difference(coldStart, "same", 65.4, 65.5, 1.2, { p: 0.8 }),
      difference(warmInvoke, "same", 0.62, 0.621, 0.004, { p: 0.8 }),
    ],
    quantiles: [],
    resources: [],
    ...changes,
  };
}

/** A comparison of the two sides of one run; `changes` win. */
export function aComparison(
  variants: readonly VariantComparison[],
  changes: Partial<Comparison> = {},
): Comparison {
  return {
    kind: "sides",
    baseline: {
      runId: "2026-11-23T19-20-11Z-a1b2",
      name: "main (0123456)",
      gitCommit: "0123456789abcdef0123456789abcdef01234567",
    },
    candidate: { runId: "2026-11-23T19-20-11Z-a1b2", name: "working tree", gitDirty: true },
    target: "process",
    despite: [],
    errorRate: 0.005,
    watchedCount: variants.length * 3,
    watched: defaultWatched,
    variants,
    leftOut: [],
    budgets: [],
    axisEffects: [],
    ...changes,
  };
}

/** What a renderer takes. */
function compared(comparison: Comparison, facts: readonly VariantFacts[], failOn: FailOn = "any"): Compared {
  return {
    comparison,
    facts: comparedFacts(runManifest({ variants: facts })),
    failOn,
    gate: gateOf(comparison, failOn),
  };
}

export function aBudget(facts: VariantFacts, changes: Partial<BudgetJudgement> = {}): BudgetJudgement {
  return {
    scenario: facts.scenario,
    variant: facts.id,
    budget: "coldStart.p90",
    limit: "800ms",
    verdict: "held",
    measured: { value: 71.3, low: 69.2, high: 74 },
    ...changes,
  };
}

const otel: AxisEffect = {
  scenario: "order-api",
  axis: "layers",
  reference: "none",
  value: "otel",
  pairs: 2,
  phases: [
    { ...init, shift: estimate(114.3, 16.5), ratio: estimate(1.7, 0.1) },
    { ...warmInvoke, shift: estimate(0.31, 0.04), ratio: estimate(1.5, 0.1) },
  ],
  maxMemoryMb: estimate(31.4, 1.2),
};

const memory: AxisEffect = {
  ...otel,
  axis: "memory",
  reference: "128",
  value: "512",
  phases: [{ ...init, shift: estimate(-0.4, 2.3), ratio: estimate(1, 0.1) }],
  maxMemoryMb: undefined,
};

/** A bit of everything: slower, faster, undecided, identical, missing, failed; every kind of budget. */
export function changedComparison(failOn?: FailOn): Compared {
  const [slower, faster, undecided, identical, missing, failing] = [
    factsOf("order-api", "nodejs24.x"),
    factsOf("order-api", "nodejs24.x-bundled"),
    factsOf("hello", "nodejs24.x"),
    factsOf("hello", "python3.13"),
    factsOf("hello", "ruby3.4"),
    factsOf("hello", "provided.al2023"),
  ] as const;
  const variants = [
    aVariant(slower, {
      verdict: "slower",
      differences: [
        difference(init, "slower", 156.2, 170.4, 3.15, { p: 0.0000004 }),
        difference(coldStart, "slower", 181.1, 195.6, 3.6, { p: 0.0000004 }),
        difference(warmInvoke, "same", 0.62, 0.621, 0.004, { p: 0.8 }),
        difference({ phase: "duration", temperature: "cold" }, undefined, 24.7, 25.1, 0.9),
        difference({ phase: "overhead", temperature: "warm" }, undefined, 0.031, 0.031, 0.0009),
      ],
      quantiles: [
        { ...init, permille: 900, baselineMs: 170.3, candidateMs: 191.2, shift: estimate(20.9, 9.4) },
      ],
      resources: [
        { resource: "maxMemoryMb", baseline: 52.4, candidate: 54.9, shift: estimate(2.5, 0.3) },
        { resource: "cpuInitMs", baseline: 148, candidate: 161, shift: estimate(13, 2.8) },
      ],
      packageBytes: { baseline: 1_204_224, candidate: 1_310_720 },
      warmCostPerMillion: { baseline: 0.2083, candidate: 0.2083 },
      coldCostPerMillion: { baseline: 1.74, candidate: 1.86 },
    }),
    aVariant(faster, {
      verdict: "faster",
      differences: [
        difference(init, "faster", 74.1, 61.8, 2.2, { p: 0.00002 }),
        difference(coldStart, "faster", 83.6, 71.2, 2.4, { p: 0.00002 }),
        difference(warmInvoke, "same", 0.94, 0.935, 0.02, { p: 0.6 }),
      ],
    }),
    aVariant(undecided, {
      verdict: "undecided",
      differences: [
        difference(init, "undecided", 61.2, 63.9, 2.9, { p: 0.06, moreColdStarts: 40 }),
        difference(coldStart, "undecided", 65.4, 68.1, 3.1, { p: 0.07 }),
        difference(warmInvoke, "same", 0.62, 0.618, 0.01, { p: 0.6 }),
      ],
    }),
    aVariant(identical, { verdict: "identical", differences: [] }),
    aVariant(missing, {
      verdict: "undecided",
      differences: [],
      weaknesses: [
        {
          kind: "missing",
          side: "candidate",
          reason: "the build failed with exit code 1:\nnpm error code E404",
        },
      ],
    }),
    aVariant(failing, {
      verdict: "undecided",
      differences: [
        difference(init, "undecided", 3.2, 3.4, Number.POSITIVE_INFINITY, {
          n: { baseline: 5, candidate: 4 },
        }),
      ],
      weaknesses: [
        { kind: "too-few", measure: init, n: 4 },
        { kind: "failed", side: "candidate", failed: 16, of: 20 },
      ],
    }),
  ];
  const comparison = aComparison(variants, {
    looks: { planned: 5, taken: 3 },
    budgets: [
      aBudget(slower, {
        verdict: "broken",
        limit: "190ms",
        measured: { value: 211.4, low: 203.1, high: 219.9 },
      }),
      aBudget(faster),
      aBudget(faster, {
        budget: "init.p50",
        limit: "+5%",
        measured: { value: -0.166, low: -0.19, high: -0.14 },
      }),
      aBudget(undecided, {
        verdict: "undecided",
        limit: "72ms",
        reason: "the interval holds the limit: about 30 more cold starts would tell",
      }),
      aBudget(faster, { budget: "packageSize", limit: "5MB", measured: estimate(1_310_720, 0) }),
      aBudget(faster, { budget: "costPerMillion", limit: "$3", measured: estimate(0.2083, 0) }),
      aBudget(missing, {
        verdict: "undecided",
        budget: "maxMemory",
        limit: "120MB",
        measured: undefined,
        reason: "nothing of it was measured",
      }),
    ],
    axisEffects: [otel, memory],
  });
  return compared(comparison, [slower, faster, undecided, identical, missing, failing], failOn);
}

/** Two runs that differ in nothing that is watched, the one of another architecture. */
export function forcedComparison(): Compared {
  const facts = factsOf("hello", "nodejs24.x");
  const comparison = aComparison([aVariant(facts)], {
    kind: "runs",
    baseline: { runId: "a", name: "results/monday" },
    candidate: { runId: "b", name: "results/tuesday" },
    despite: ["the host's CPU is another: AMD EPYC 7763, then Intel(R) Xeon(R) | @ 2.20GHz", "region"],
  });
  return compared(comparison, [facts]);
}

/** Nothing to be said. */
export function unchangedComparison(kind: Comparison["kind"] = "sides"): Compared {
  const facts = [
    factsOf("hello", "nodejs24.x"),
    factsOf("hello", "python3.13"),
    factsOf("order-api", "nodejs24.x"),
  ];
  const [first, second, third] = facts.map((one) => aVariant(one));
  const variants = [first, second, third && { ...third, verdict: "identical" as const, differences: [] }];
  const comparison = aComparison(
    variants.filter((one) => one !== undefined),
    { kind, budgets: facts.map((one) => aBudget(one)) },
  );
  return compared(comparison, facts);
}

/** So many variants, each slower in something, with everything that a variant can have. */
export function hugeComparison(count: number): Compared {
  const [model] = changedComparison().comparison.variants;
  const facts = Array.from({ length: count }, (_, index) =>
    factsOf("a-scenario-with-a-long-name", `nodejs24.x-${index}`),
  );
  const variants = facts.map((one, index) =>
    aVariant(one, {
      ...model,
      variant: one.id,
      scenario: one.scenario,
      ...(index % 2 === 0
        ? { weaknesses: [{ kind: "missing", side: "baseline", reason: "x".repeat(5000) }] }
        : {}),
    }),
  );
  const budgets = facts.map((one) => aBudget(one, { verdict: "broken" }));
  const axisEffects = facts.map(() => otel);
  return compared(aComparison(variants, { budgets, axisEffects }), facts);
}

/** Names and reasons that try to be markup, a cell's end, a command. */
export const hostileText =
  "a|b`c`\n::error::x%\r<img src=x onerror=1>@team, [l](http://h): ]]>\u0000\u001b[31m";

export function hostileComparison(): Compared {
  const facts = { ...factsOf("hello", hostileText), id: hostileText };
  const slower = difference(init, "slower", 100, 120, 5);
  const comparison = aComparison(
    [
      aVariant(facts, {
        verdict: "slower",
        differences: [slower],
        weaknesses: [{ kind: "missing", side: "baseline", reason: hostileText }],
      }),
    ],
    {
      kind: "runs",
      baseline: { runId: "a", name: hostileText },
      candidate: { runId: "b", name: hostileText },
      despite: [hostileText],
      budgets: [aBudget(facts, { verdict: "undecided", limit: hostileText, reason: hostileText })],
      axisEffects: [{ ...otel, value: hostileText, reference: hostileText, scenario: hostileText }],
    },
  );
  return compared(comparison, [facts]);
}
