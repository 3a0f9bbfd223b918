import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bound, Budget } from "../../../src/budgets/budget.ts";
import { budgetFigures } from "../../../src/budgets/budget-names.ts";
import { type BudgetProblem, parseBudget } from "../../../src/budgets/parse-budget.ts";

function budgetOf(name: string, limit: string): Budget | BudgetProblem {
  const parsed = parseBudget(name, limit);
  return parsed.kind === "budget" ? parsed.budget : parsed.problem;
}

const absolute = (value: number): Bound => ({ kind: "absolute", value });
const cold = (phase: "coldStart" | "init") => ({ phase, temperature: "cold" });
const warmInvoke = { phase: "invoke", temperature: "warm" };
const named =
  "a percentile of a phase such as coldStart.p90 or warm.invoke.p99, maxMemory, packageSize, costPerMillion or coldCostPerMillion";
const relative = ", or by how much it may exceed the baseline, such as +5%";

describe("a budget", () => {
  test.each<readonly [string, string, object]>([
    [
      "coldStart.p90",
      "800ms",
      { figure: "percentile", measure: cold("coldStart"), permille: 900, bound: absolute(800) },
    ],
    [
      "init.p50",
      "1.5s",
      { figure: "percentile", measure: cold("init"), permille: 500, bound: absolute(1500) },
    ],
    [
      "init.p95",
      "2m",
      { figure: "percentile", measure: cold("init"), permille: 950, bound: absolute(120_000) },
    ],
    [
      "warm.invoke.p99",
      "50ms",
      { figure: "percentile", measure: warmInvoke, permille: 990, bound: absolute(50) },
    ],
    ["maxMemory", "120MB", { figure: "maxMemory", bound: absolute(120) }],
    ["maxMemory", "1GB", { figure: "maxMemory", bound: absolute(1024) }],
    ["packageSize", "5MB", { figure: "packageSize", bound: absolute(5 * 1024 * 1024) }],
    ["packageSize", "512KB", { figure: "packageSize", bound: absolute(512 * 1024) }],
    ["costPerMillion", "$3", { figure: "costPerMillion", temperature: "warm", bound: absolute(3) }],
    ["coldCostPerMillion", "$0.20", { figure: "costPerMillion", temperature: "cold", bound: absolute(0.2) }],
    ["init.p50", "+5%", { bound: { kind: "relative", share: 0.05 } }],
    ["packageSize", "+0%", { bound: { kind: "relative", share: 0 } }],
  ])("%s: %s is read", (name, limit, expected) => {
    expect(budgetOf(name, limit)).toMatchObject({ ...expected, name, limit });
  });

  test.each<readonly [string, BudgetProblem]>([
    ["coldstart.p90", { about: "name", expected: named, hint: 'did you mean "coldStart.p90"?' }],
    ["warm.invok.p99", { about: "name", expected: named, hint: 'did you mean "warm.invoke.p99"?' }],
    ["maxmemory", { about: "name", expected: named, hint: 'did you mean "maxMemory"?' }],
    ["", { about: "name", expected: named, hint: undefined }],
    ["p90", { about: "name", expected: named, hint: undefined }],
    ["cold.init.p50", { about: "name", expected: named, hint: 'did you mean "init.p50"?' }],
    [
      "coldStart",
      {
        about: "name",
        expected: "p50, p90, p95 or p99 behind the phase",
        hint: "its median is coldStart.p50",
      },
    ],
    [
      "init.p75",
      { about: "name", expected: "p50, p90, p95 or p99 behind the phase", hint: 'did you mean "init.p95"?' },
    ],
    [
      "warm.init.p50",
      {
        about: "name",
        expected: 'one of duration, invoke, firstByte, overhead, roundTrip, unattributed behind "warm."',
      },
    ],
  ])("of the name %j is refused", (name, problem) => {
    expect(budgetOf(name, "800ms")).toEqual(problem);
  });

  test.each<readonly [string, string, string, string | undefined]>([
    ["coldStart.p90", "800", "a duration such as 800ms or 1.5s", undefined],
    ["coldStart.p90", "800 ms", "a duration such as 800ms or 1.5s", 'did you mean "800ms"?'],
    ["coldStart.p90", "1.5S", "a duration such as 800ms or 1.5s", 'did you mean "1.5s"?'],
    ["coldStart.p90", "120MB", "a duration such as 800ms or 1.5s", undefined],
    ["coldStart.p90", "5%", "a duration such as 800ms or 1.5s", 'did you mean "+5%"?'],
    ["coldStart.p90", "-5%", "a duration such as 800ms or 1.5s", undefined],
    ["coldStart.p90", `${"9".repeat(400)}ms`, "a duration such as 800ms or 1.5s", undefined],
    ["coldStart.p90", "", "a duration such as 800ms or 1.5s", undefined],
    ["maxMemory", "120mb", "a size such as 120MB", 'did you mean "120MB"?'],
    ["maxMemory", "120MiB", "a size such as 120MB", 'did you mean "120MB"?'],
    ["packageSize", "5TB", "a size such as 512KB or 5MB", undefined],
    ["costPerMillion", "3", "an amount such as $3 or $0.20", 'did you mean "$3"?'],
    ["costPerMillion", "€3", "an amount such as $3 or $0.20", undefined],
  ])("%s: %j is refused", (name, limit, expected, hint) => {
    expect(budgetOf(name, limit)).toEqual({ about: "limit", expected: `${expected}${relative}`, hint });
  });

  test("has every limit that can be written in its unit", () => {
    const written = fc.record({
      whole: fc.nat(1_000_000),
      digits: fc.stringMatching(/^[0-9]{0,6}$/),
      name: fc.constantFrom(...budgetFigures.keys()),
    });
    fc.assert(
      fc.property(written, ({ whole, digits, name }) => {
        const text = digits === "" ? `${whole}` : `${whole}.${digits}`;
        const figure = budgetFigures.get(name)?.figure ?? "percentile";
        const units = {
          percentile: { limit: `${text}s`, unit: 1000 },
          maxMemory: { limit: `${text}KB`, unit: 1 / 1024 },
          packageSize: { limit: `${text}GB`, unit: 2 ** 30 },
          costPerMillion: { limit: `$${text}`, unit: 1 },
        };
        const { limit, unit } = units[figure];
        expect(budgetOf(name, limit)).toMatchObject({ bound: absolute(Number(text) * unit) });
        expect(budgetOf(name, `+${text}%`)).toMatchObject({
          bound: { kind: "relative", share: Number(text) / 100 },
        });
      }),
    );
  });

  test("is never read from what has neither its name nor its limit", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, limit) => {
        const parsed = parseBudget(name, limit);
        expect(parsed.kind === "problem" || budgetFigures.has(name)).toBe(true);
      }),
    );
  });
});
