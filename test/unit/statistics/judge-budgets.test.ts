import { describe, expect, test } from "vitest";
import { costPerMillion } from "../../../src/pricing/cost-per-million.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";
import type { PreparedFacts, RunManifest } from "../../../src/samples/run-manifest.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import type {
  BudgetJudgement,
  Difference,
  Estimate,
  VariantComparison,
} from "../../../src/statistics/comparison.ts";
import type { VariantValues } from "../../../src/statistics/environment-values.ts";
import { type BudgetInput, judgeBudgets } from "../../../src/statistics/judge-budgets.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { variantValues } from "./variant-values.ts";

const id = "hello/nodejs24.x/512/x86_64/zip/none";

function withBudgets(
  budgets: Readonly<Record<string, string>>,
  changes: Partial<RunManifest> = {},
): RunManifest {
  return runManifest({ rules: [{ scenario: "hello", budgets }], ...changes });
}

/** The judgement of one budget. */
function judged(
  name: string,
  limit: string,
  values: VariantValues | undefined,
  input: Partial<BudgetInput> = {},
  changes: Partial<RunManifest> = {},
): BudgetJudgement {
  const manifest = withBudgets({ [name]: limit }, changes);
  const [judgement] = judgeBudgets({ manifest, values: values === undefined ? [] : [values], ...input });
  if (judgement === undefined) {
    throw new Error("expected a judgement, got none");
  }
  return judgement;
}

/** `count` values from 1 up. */
const ascending = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const coldInit = (count: number): VariantValues => variantValues({ cold: { init: ascending(count) } });

describe("an absolute percentile of cold starts", () => {
  test("is held where its whole interval is within the limit, and broken where it is beyond", () => {
    const values = coldInit(20);
    // The 95 % interval of the median of 20 values is from the 6th to the 15th.
    expect(judged("init.p50", "15ms", values)).toMatchObject({
      scenario: "hello",
      variant: id,
      budget: "init.p50",
      limit: "15ms",
      verdict: "held",
      measured: { value: 10.5, low: 6, high: 15 },
    });
    expect(judged("init.p50", "5.9ms", values).verdict).toBe("broken");
    expect(judged("init.p50", "6ms", values).verdict).toBe("undecided");
    expect(judged("init.p50", "14.9ms", values).verdict).toBe("undecided");
  });

  test("is undecided with the number of cold starts that would tell where its interval holds the limit", () => {
    const { reason } = judged("init.p50", "13ms", coldInit(20));
    expect(reason).toMatch(/^its 95 % interval holds the limit; about \d+ more cold starts would tell$/);
  });

  test("is undecided where the samples cannot bound it, though all of them are within the limit", () => {
    const judgement = judged("init.p90", "800ms", coldInit(20));
    expect(judgement).toMatchObject({
      verdict: "undecided",
      measured: { high: Number.POSITIVE_INFINITY },
      // 0.9^36 is the first power below 2.5 %.
      reason: "too few samples for the upper end of its 95 % interval; about 16 more cold starts would tell",
    });
    expect(judged("init.p90", "800ms", coldInit(36)).verdict).toBe("held");
  });

  test("is broken by few samples where all are beyond the limit", () => {
    expect(judged("init.p90", "0.5ms", coldInit(6)).verdict).toBe("broken");
  });

  test.each([1, 2, 5])("is undecided with %i samples", (count) => {
    expect(judged("init.p50", "800ms", coldInit(count)).reason).toMatch(
      new RegExp(`about ${6 - count} more cold ${count === 5 ? "start" : "starts"} would tell$`),
    );
  });

  test("names no number where the estimate lies on the limit", () => {
    const values = variantValues({ cold: { init: [...Array(10).fill(1), ...Array(10).fill(3)] } });
    expect(judged("init.p50", "2ms", values).reason).toBe("its 95 % interval holds the limit");
  });

  test("is called held or broken in at most 5 % of runs where it lies on the limit", () => {
    const random = seededRandom("on the limit");
    const limit = -Math.log(0.1);
    const verdicts = Array.from({ length: 600 }, () => {
      const values = Array.from({ length: 60 }, () => -Math.log(1 - random()));
      return judged("init.p90", `${limit}ms`, variantValues({ cold: { init: values } })).verdict;
    });
    const wrong = verdicts.filter((verdict) => verdict !== "undecided").length;
    expect(wrong).toBeGreaterThan(0);
    expect(wrong / verdicts.length).toBeLessThan(0.06);
  });

  test("asks for more in a run that could stop at several looks", () => {
    const stopping = { until: "decided", looks: [8, 15, 22, 29, 36] } as const;
    expect(judged("init.p50", "15ms", coldInit(20), {}, { stopping })).toMatchObject({
      verdict: "undecided",
      measured: { low: 4, high: 17 },
      reason: expect.stringMatching(/^its 99 % interval/),
    });
    expect(judged("init.p50", "17ms", coldInit(20), {}, { stopping }).verdict).toBe("held");
  });
});

describe("an absolute percentile of warm invocations", () => {
  const alike = (environments: number, each: number): VariantValues =>
    variantValues({ warm: { invoke: Array.from({ length: environments }, () => ascending(each)) } });

  test("is held and broken by resampled environments", () => {
    expect(judged("warm.invoke.p50", "9ms", alike(20, 10)).verdict).toBe("held");
    expect(judged("warm.invoke.p50", "2ms", alike(20, 10)).verdict).toBe("broken");
  });

  test("is undecided below ten environments, however many samples they gave", () => {
    expect(judged("warm.invoke.p50", "100ms", alike(9, 100))).toMatchObject({
      verdict: "undecided",
      reason: "too few samples for the upper end of its 95 % interval; about 1 more cold start would tell",
    });
  });

  test("is undecided where no sample could lie beyond it often enough", () => {
    // 0.99^368 is the first power below 2.5 %: 17 environments of ten more.
    expect(judged("warm.invoke.p99", "100ms", alike(20, 10)).reason).toMatch(
      /about 17 more cold starts would tell$/,
    );
    expect(judged("warm.invoke.p99", "100ms", alike(37, 10)).verdict).toBe("held");
  });

  test("is called held or broken in few runs where it lies on the limit and environments differ", () => {
    const random = seededRandom("warm on the limit");
    const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const verdicts = Array.from({ length: 120 }, () => {
      const environments = Array.from({ length: 20 }, () => {
        const level = 100 + gauss();
        return Array.from({ length: 10 }, () => level + 0.3 * gauss());
      });
      return judged("warm.invoke.p50", "100ms", variantValues({ warm: { invoke: environments } })).verdict;
    });
    expect(verdicts.filter((verdict) => verdict !== "undecided").length / verdicts.length).toBeLessThan(0.13);
  });
});

describe("figures without chance", () => {
  test("the largest peak of memory breaks a budget, whichever environment had it", () => {
    const maxMemoryMb = Float64Array.of(Number.NaN, 80, 121, 90);
    const values = variantValues({ cold: { init: ascending(4) } }, { maxMemoryMb });
    expect(judged("maxMemory", "120MB", values)).toMatchObject({
      verdict: "broken",
      measured: { value: 121, low: 121, high: 121 },
    });
    expect(judged("maxMemory", "121MB", values).verdict).toBe("held");
  });

  test("memory that a target cannot see is undecided", () => {
    expect(judged("maxMemory", "120MB", coldInit(20)).reason).toBe(
      "memory cannot be seen on this process target",
    );
  });

  test("the package's size is known without samples, and of the candidate's side", () => {
    const prepared = (side: PreparedFacts["side"], packageBytes: number): PreparedFacts => ({
      side,
      functionDigest: "f".repeat(64),
      layerDigests: [],
      packageBytes,
    });
    const variants = [variantFacts({ prepared: [prepared("baseline", 1024), prepared("candidate", 2049)] })];
    const changes = { variants, baseline: { kind: "git", name: "main" } } as const;
    expect(judged("packageSize", "2KB", undefined, {}, changes)).toMatchObject({
      verdict: "broken",
      measured: { value: 2049 },
    });
    expect(judged("packageSize", "2KB", undefined).verdict).toBe("held");
  });
});

describe("cost", () => {
  const billed = variantValues(
    { cold: { init: ascending(12) } },
    {
      warmBilledMs: new Float64Array(12).fill(100),
      coldBilledMs: Float64Array.from(ascending(12), (n) => 300 + n),
    },
  );
  const facts = { memoryMb: 512, architecture: "x86_64", ephemeralStorageMb: 512 };

  test("of warm invocations and of cold starts is held and broken by their mean billed duration", () => {
    const warm = costPerMillion({ ...facts, billedMs: 100 });
    expect(judged("costPerMillion", "$3", billed)).toMatchObject({
      verdict: "held",
      measured: { value: warm, low: warm, high: warm },
    });
    const cold = judged("coldCostPerMillion", "$3", billed);
    expect(cold).toMatchObject({
      verdict: "held",
      measured: { value: costPerMillion({ ...facts, billedMs: 306.5 }) },
    });
    expect(judged("coldCostPerMillion", "$2", billed).verdict).toBe("broken");
    expect(judged("coldCostPerMillion", `$${cold.measured?.value}`, billed).verdict).toBe("undecided");
  });

  test("is what other prices make of it", () => {
    const prices = [{ ...usEast1, request: 5 / 1e6 }];
    expect(judged("costPerMillion", "$3", billed, {}, { prices }).verdict).toBe("broken");
  });

  test("is undecided below ten environments, and where nothing was billed", () => {
    const few = variantValues(
      { cold: { init: ascending(4) } },
      { warmBilledMs: new Float64Array(4).fill(1) },
    );
    expect(judged("costPerMillion", "$3", few).reason).toMatch(/about 6 more cold starts would tell$/);
    expect(judged("costPerMillion", "$3", coldInit(20)).reason).toBe(
      "no warm sample of it has a billed duration",
    );
  });
});

describe("a budget fails closed", () => {
  test.each(["init.p50", "maxMemory", "costPerMillion"])("where %s has no samples", (name) => {
    const limit = { "init.p50": "1h", maxMemory: "1GB", costPerMillion: "$1000" }[name] ?? "";
    expect(judged(name, limit, undefined)).toMatchObject({
      verdict: "undecided",
      reason: "there is no sample of it",
    });
    const failed = variantValues({}, { sampleCount: 21, failedCount: 21 });
    expect(judged(name, limit, failed).reason).toBe("all of its 21 samples failed");
    const notMeasured = [
      { variant: id, kind: "preparation", reason: "npm ci ended with exit code 1" },
    ] as const;
    expect(judged(name, limit, undefined, {}, { notMeasured }).reason).toBe(
      "not measured: npm ci ended with exit code 1",
    );
  });

  test("where samples failed, unless it is broken already", () => {
    const values = { ...coldInit(20), sampleCount: 23, failedCount: 3 };
    expect(judged("init.p50", "800ms", values)).toMatchObject({
      verdict: "undecided",
      reason: "3 of 23 samples failed, and their times are in no figure",
    });
    expect(judged("init.p50", "1ms", values).verdict).toBe("broken");
    expect(judged("packageSize", "5MB", values).verdict).toBe("held");
  });

  test("where this version does not know it", () => {
    expect(judged("energy", "3J", coldInit(20))).toMatchObject({
      verdict: "undecided",
      reason: "this version does not know such a budget",
    });
  });

  test("where a phase was not seen", () => {
    expect(judged("roundTrip.p50", "1s", coldInit(20)).reason).toBe("no sample of it has roundTrip");
  });
});

function difference(ratio: Estimate, changes: Partial<Difference> = {}): Difference {
  return {
    phase: "init",
    temperature: "cold",
    watched: true,
    n: { baseline: 20, candidate: 20 },
    baselineMs: 100,
    candidateMs: 100 * ratio.value,
    shift: { value: 0, low: 0, high: 0 },
    ratio,
    confidence: 0.99,
    ...changes,
  };
}

function relative(
  name: string,
  limit: string,
  comparison: Partial<VariantComparison>,
  values: VariantValues = coldInit(20),
  baselineValues: VariantValues = coldInit(20),
): BudgetJudgement {
  const compared: VariantComparison = {
    variant: id,
    scenario: "hello",
    verdict: "same",
    weaknesses: [],
    differences: [],
    quantiles: [],
    resources: [],
    ...comparison,
  };
  return judged(name, limit, values, {
    baseline: { manifest: runManifest(), values: [baselineValues], comparisons: [compared] },
  });
}

describe("a relative budget", () => {
  test("of a median is judged by the ratio's interval", () => {
    const differences = [difference({ value: 1.02, low: 1.01, high: 1.04 })];
    const held = relative("init.p50", "+5%", { differences });
    expect(held.verdict).toBe("held");
    expect(held.measured?.value).toBeCloseTo(0.02, 12);
    expect(relative("init.p50", "+0.5%", { differences }).verdict).toBe("broken");
    expect(relative("init.p50", "+3%", { differences })).toMatchObject({
      verdict: "undecided",
      reason: "its 99 % interval holds the limit; about 61 more cold starts would tell",
    });
  });

  test("of a higher percentile is judged by the shift of that percentile", () => {
    const differences = [difference({ value: 1, low: 1, high: 1 })];
    const quantiles = [
      {
        phase: "init",
        temperature: "cold",
        permille: 900,
        baselineMs: 100,
        candidateMs: 103,
        shift: { value: 3, low: 1, high: 4 },
      },
    ] as const;
    expect(relative("init.p90", "+5%", { differences, quantiles }).verdict).toBe("held");
    expect(relative("init.p90", "+0.5%", { differences, quantiles }).verdict).toBe("broken");
    expect(relative("init.p99", "+5%", { differences, quantiles }).reason).toBe(
      "the samples do not support a comparison of its p99",
    );
  });

  test("of the package's size is exact, of memory has the interval of its shift", () => {
    const packageBytes = { baseline: 1000, candidate: 1050 };
    expect(relative("packageSize", "+5%", { packageBytes }).verdict).toBe("held");
    expect(relative("packageSize", "+4%", { packageBytes }).verdict).toBe("broken");
    expect(relative("packageSize", "+0%", { packageBytes: { baseline: 0, candidate: 0 } }).verdict).toBe(
      "held",
    );
    const shift = { value: 3, low: 2, high: 4 };
    const resources = [{ resource: "maxMemoryMb", baseline: 50, candidate: 53, shift }] as const;
    expect(relative("maxMemory", "+10%", { resources }).verdict).toBe("held");
    expect(relative("maxMemory", "+3%", { resources }).verdict).toBe("broken");
    expect(relative("maxMemory", "+7%", { resources }).verdict).toBe("undecided");
    expect(relative("maxMemory", "+7%", {}).verdict).toBe("undecided");
  });

  test("of cost resamples both sides", () => {
    const side = (warm: readonly number[]) =>
      variantValues({ cold: { init: ascending(warm.length) } }, { warmBilledMs: Float64Array.from(warm) });
    const around = (centre: number) => Array.from({ length: 20 }, (_, index) => centre + (index % 3) - 1);
    const cost = (limit: string) =>
      relative("costPerMillion", limit, {}, side(around(130)), side(around(100)));
    expect(cost("+40%").verdict).toBe("held");
    expect(cost("+10%").verdict).toBe("broken");
    expect(relative("costPerMillion", "+10%", {}, side(around(100)), coldInit(20)).reason).toBe(
      "too few warm samples with a billed duration on a side",
    );
  });

  test("is not applicable without a baseline", () => {
    expect(judged("init.p50", "+5%", coldInit(20))).toMatchObject({
      verdict: "not-applicable",
      reason: "there is no baseline to compare with",
    });
  });

  test("is undecided where a side is missing or had failures", () => {
    const differences = [difference({ value: 1, low: 1, high: 1 })];
    const weaknesses = [{ kind: "missing", side: "baseline", reason: "its build failed" }] as const;
    expect(relative("init.p50", "+5%", { differences, weaknesses }).reason).toBe(
      "missing in the baseline: its build failed",
    );
    const failed = { ...coldInit(20), sampleCount: 20, failedCount: 2 };
    expect(relative("init.p50", "+5%", { differences }, coldInit(20), failed).verdict).toBe("undecided");
    expect(relative("init.p50", "+5%", { variant: "another" }).reason).toBe("it is not in the baseline");
  });
});

describe("sides that are the same to the byte", () => {
  test("hold relative budgets, and absolute ones do not apply: nothing was measured", () => {
    const identical = { verdict: "identical" } as const;
    expect(relative("init.p50", "+0%", identical)).toMatchObject({ verdict: "held", measured: { value: 0 } });
    expect(relative("init.p90", "1ms", identical)).toMatchObject({
      verdict: "not-applicable",
      reason: "not measured: both sides are the same to the byte",
    });
  });
});

describe("budgets", () => {
  test("stand in the order of the variants, then of their scenario", () => {
    const variants = [
      variantFacts(),
      variantFacts({ id: "other/a", scenario: "other" }),
      variantFacts({ id: "hello/second" }),
    ];
    const manifest = withBudgets({ "init.p90": "1s", maxMemory: "120MB" }, { variants });
    const found = judgeBudgets({ manifest, values: [] });
    expect(found.map(({ variant, budget }) => `${variant} ${budget}`)).toEqual([
      `${id} init.p90`,
      `${id} maxMemory`,
      "hello/second init.p90",
      "hello/second maxMemory",
    ]);
  });

  test("are those of the candidate in a run of two sides", () => {
    const slow = variantValues({ cold: { init: ascending(20).map((n) => n + 1000) } }, { side: "baseline" });
    const fast = { ...coldInit(20), side: "candidate" } as const;
    const manifest = withBudgets({ "init.p50": "100ms" }, { baseline: { kind: "git", name: "main" } });
    expect(judgeBudgets({ manifest, values: [slow, fast] }).map(({ verdict }) => verdict)).toEqual(["held"]);
  });

  test("are judged alike whenever they are judged", () => {
    const values = variantValues({
      warm: { invoke: Array.from({ length: 12 }, (_, index) => ascending(5).map((n) => n + index)) },
    });
    expect(judged("warm.invoke.p50", "9ms", values)).toEqual(judged("warm.invoke.p50", "9ms", values));
  });

  test("are none in a run of an earlier version", () => {
    expect(judgeBudgets({ manifest: runManifest(), values: [coldInit(20)] })).toEqual([]);
  });
});
