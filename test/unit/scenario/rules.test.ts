import { describe, expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { hello, loadOne, problemsOf } from "./scenario-folder.ts";

describe("the rules of a scenario", () => {
  test("hold what it says of judging, and when samples are enough", async () => {
    const { rules } = await loadOne(
      hello(`budgets: { coldStart.p90: 800ms, init.p50: +5%, costPerMillion: $3 }
compare: { smallestEffect: { relative: 3% }, equivalence: { relative: 5%, absolute: 2ms } }
samples: { precision: 2% }
`),
    );
    expect(rules).toEqual({
      scenario: "a",
      smallestEffect: { relative: 0.03 },
      equivalence: { relative: 0.05, absoluteMs: 2 },
      budgets: { "coldStart.p90": "800ms", "init.p50": "+5%", costPerMillion: "$3" },
      precision: 0.02,
    });
  });

  test("hold nothing where it says nothing", async () => {
    expect((await loadOne(hello())).rules).toEqual({ scenario: "a" });
  });

  test("are part of the plan and not of its digest: to judge is not to measure", async () => {
    const options = { filters: [], hostArchitecture: "x86_64" } as const;
    const plain = createPlan([await loadOne(hello())], options);
    const judged = createPlan([await loadOne(hello("budgets: { maxMemory: 120MB }\n"))], options);
    expect(judged.scenarios[0]?.rules.budgets).toEqual({ maxMemory: "120MB" });
    expect(judged.digest).toBe(plain.digest);
    expect(judged.seed).toBe(plain.seed);
  });
});

describe("budgets with mistakes", () => {
  test("are all reported, each with its place", async () => {
    const problems = await problemsOf(
      hello(`budgets:
  coldStrat.p90: 800ms
  init: 100ms
  warm.init.p50: 100ms
  maxMemory: 120Mb
  packageSize: 5
  costPerMillion: 3ms
compare: { smallestEffect: { relative: 3 } }
samples: { precision: tight }
`),
    );
    const names =
      "expected a percentile of a phase such as coldStart.p90 or warm.invoke.p99, maxMemory, packageSize, costPerMillion or coldCostPerMillion";
    const relative = "or by how much it may exceed the baseline, such as +5%";
    expect(problems).toEqual([
      `a.yaml:5:3 budgets.coldStrat.p90: ${names}, got "coldStrat.p90"`,
      '  did you mean "coldStart.p90"?',
      'a.yaml:6:3 budgets.init: expected p50, p90, p95 or p99 behind the phase, got "init"',
      "  its median is init.p50",
      'a.yaml:7:3 budgets.warm.init.p50: expected one of duration, invoke, firstByte, overhead, roundTrip, unattributed behind "warm.", got "warm.init.p50"',
      `a.yaml:8:14 budgets.maxMemory: expected a size such as 120MB, ${relative}, got "120Mb"`,
      '  did you mean "120MB"?',
      "a.yaml:9:16 budgets.packageSize: expected a limit such as 800ms, 120MB, $3 or +5%, got 5",
      `a.yaml:10:19 budgets.costPerMillion: expected an amount such as $3 or $0.20, ${relative}, got "3ms"`,
      "a.yaml:11:40 compare.smallestEffect.relative: expected a percentage such as 2%, got 3",
      'a.yaml:12:23 samples.precision: expected a percentage such as 2%, got "tight"',
    ]);
  });
});
