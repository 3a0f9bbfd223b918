import { expect, test } from "vitest";
import { warnOfChangedRules } from "../../../src/cli/changed-rules.ts";
import { createPlan } from "../../../src/plan/create-plan.ts";
import type { ScenarioRules } from "../../../src/samples/run-manifest.ts";
import { scenarioOf } from "../plan/scenario-of.ts";
import { runManifest } from "../samples/a-manifest.ts";

function warnings(before: readonly ScenarioRules[] | undefined, now: ScenarioRules): string[] {
  const said: string[] = [];
  const plan = createPlan([scenarioOf({ rules: now })], { filters: [], hostArchitecture: "x86_64" });
  const output = { warn: (message: string) => said.push(message) };
  warnOfChangedRules(runManifest(before === undefined ? {} : { rules: before }), plan, output);
  return said;
}

const budgets = { maxMemory: "120MB" };

test("a resumed run whose rules are as they were says nothing", () => {
  expect(warnings([{ scenario: "hello", budgets }], { scenario: "hello", budgets })).toEqual([]);
  expect(warnings(undefined, { scenario: "hello" })).toEqual([]);
});

test.each([
  [[{ scenario: "hello", budgets: { maxMemory: "100MB" } }]],
  [[{ scenario: "hello" }]],
  [undefined],
])("a resumed run that began with %j and has other rules by now says that it keeps the first", (before) => {
  expect(warnings(before, { scenario: "hello", budgets })).toEqual([
    "hello: budgets, compare or samples.precision changed since the run began; it goes on with those of run.json",
  ]);
});
