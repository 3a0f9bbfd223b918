import { describe, expect, test } from "vitest";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import { budgetedQuantiles } from "../../../src/statistics/budgeted-quantiles.ts";
import { budgetsDecided } from "../../../src/statistics/budgets-decided.ts";
import { judgeBudgets } from "../../../src/statistics/judge-budgets.ts";
import { firstBlocks } from "../../../src/statistics/keep-environments.ts";
import { plannedLooks } from "../../../src/statistics/looks.ts";
import { drawnSamples, sidesManifest, twoSided, valuesOf } from "./two-sides.ts";

const variants = [twoSided({ cold: 100, warm: 3 })];
const id = variants[0]?.id ?? "";

function manifestWith(budgets: Readonly<Record<string, string>>): RunManifest {
  const looks = plannedLooks(variants);
  return sidesManifest(variants, {
    stopping: { until: "decided", looks },
    rules: [{ scenario: "hello", budgets }],
  });
}

/** At which of the planned looks the budgets are decided, of a candidate 10 % slower than 100 ms. */
function decidedAt(budgets: Readonly<Record<string, string>>): boolean[] {
  const manifest = manifestWith(budgets);
  const samples = drawnSamples(manifest, { seed: 3, ratio: 1.1, cv: 0.06 });
  const values = valuesOf(manifest, samples);
  const decided = budgetsDecided(manifest);
  return (manifest.stopping?.looks ?? []).map((blocks) => decided(values, id, blocks));
}

describe("the budgets of a variant", () => {
  test("are decided at the first look where they are far from their limits", () => {
    expect(decidedAt({ "init.p50": "150ms", "coldStart.p50": "50ms", packageSize: "1MB" })).toEqual(
      Array(5).fill(true),
    );
    expect(decidedAt({})).toEqual(Array(5).fill(true));
  });

  test("are decided later the higher the percentile", () => {
    // A p90 of at most 99 % needs 51 cold starts.
    expect(decidedAt({ "init.p90": "150ms" })).toEqual([false, false, true, true, true]);
  });

  test("are not decided while one of them is not", () => {
    expect(decidedAt({ "init.p50": "150ms", "init.p99": "150ms" })).toEqual(Array(5).fill(false));
  });

  test("that are relative to a watched median are judged by the boundaries of the looks", () => {
    const found = decidedAt({ "init.p50": "+30%" });
    expect(found[0]).toBe(false);
    expect(found.at(-1)).toBe(true);
    expect(decidedAt({ "init.p50": "+10%" }).at(-1)).toBe(false);
  });

  test("that are relative and have no look's interval let it be measured to its end", () => {
    expect(decidedAt({ "init.p90": "+90%" })).toEqual(Array(5).fill(false));
    expect(decidedAt({ "gap.p50": "+90%" })).toEqual(Array(5).fill(false));
  });

  test("that are relative to the package's size are decided at once", () => {
    expect(decidedAt({ packageSize: "+5%" })).toEqual(Array(5).fill(true));
  });

  test("are the same by the samples of a look as by all samples cut to it", () => {
    const manifest = manifestWith({ "init.p50": "108ms", "warm.invoke.p50": "11ms" });
    const samples = drawnSamples(manifest, { seed: 5, ratio: 1.1 });
    const decided = budgetsDecided(manifest);
    for (const blocks of manifest.stopping?.looks ?? []) {
      const soFar = samples.filter((sample) => sample.block < blocks);
      const live = valuesOf(manifest, soFar);
      const cut = valuesOf(manifest, samples).map((values) => firstBlocks(values, blocks));
      expect(decided(valuesOf(manifest, samples), id, blocks)).toBe(decided(live, id, blocks));
      expect(judgeBudgets({ manifest, values: cut })).toEqual(judgeBudgets({ manifest, values: live }));
    }
  });
});

test("the percentiles that relative budgets ask to be compared are those above the median", () => {
  const budgets = {
    "init.p50": "+5%",
    "init.p95": "+5%",
    "warm.invoke.p99": "+10%",
    "coldStart.p90": "1s",
    maxMemory: "+5%",
    nonsense: "+5%",
  };
  expect(budgetedQuantiles({ scenario: "hello", budgets })).toEqual([
    { measure: { phase: "init", temperature: "cold" }, permille: 950 },
    { measure: { phase: "invoke", temperature: "warm" }, permille: 990 },
  ]);
  expect(budgetedQuantiles(undefined)).toEqual([]);
});
