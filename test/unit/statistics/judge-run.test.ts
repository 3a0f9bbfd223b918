import { expect, test } from "vitest";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import { judgeRun, judgeRuns } from "../../../src/statistics/judge-run.ts";
import { quantileDifferences } from "../../../src/statistics/quantile-difference.ts";
import type { QuantilesOf } from "../../../src/statistics/with-quantiles.ts";
import { variantFacts } from "../samples/a-manifest.ts";
import { drawnValues, sidesManifest, twoSided } from "./two-sides.ts";

const quantilesOf: QuantilesOf = async (tasks) => tasks.map((task) => quantileDifferences(task, 200));
const budgets = { "init.p90": "+60%", "init.p95": "+60%", "coldStart.p99": "+60%", "duration.p95": "1s" };
const rules = [{ scenario: "hello", budgets }];

test("relative budgets of high percentiles are held against the percentiles of both sides", async () => {
  const manifest = sidesManifest([twoSided({ cold: 60 })], { rules });
  const { comparison, budgets: found } = await judgeRun(
    manifest,
    drawnValues(manifest, { seed: 1, ratio: 1.1 }),
    quantilesOf,
  );
  expect(found.map(({ budget, verdict }) => `${budget} ${verdict}`)).toEqual([
    "init.p90 held",
    "init.p95 held",
    "coldStart.p99 undecided",
    "duration.p95 undecided",
  ]);
  const shown = comparison?.variants[0]?.quantiles.map(({ phase, permille }) => `${phase} ${permille}`);
  expect(shown).toEqual(["init 900", "init 950", "coldStart 900"]);
});

test("relative budgets of two runs are held against the other run", async () => {
  const plain = (changes: Partial<RunManifest>): RunManifest => {
    const { baseline: _, ...manifest } = sidesManifest([variantFacts({ cold: 60, warm: 0 })]);
    return { ...manifest, ...changes };
  };
  const runOf = (manifest: RunManifest, ratio: number) => ({
    manifest,
    values: drawnValues(manifest, { seed: 2, ratio, sides: [undefined] }),
    name: manifest.runId,
  });
  const { budgets: found } = await judgeRuns(
    runOf(plain({ runId: "a" }), 1),
    runOf(
      plain({
        runId: "b",
        rules: [{ scenario: "hello", budgets: { "init.p90": "+60%", "init.p50": "+5%" } }],
      }),
      1.3,
    ),
    quantilesOf,
    {},
  );
  expect(found.map(({ budget, verdict }) => `${budget} ${verdict}`)).toEqual([
    "init.p90 held",
    "init.p50 broken",
  ]);
});
