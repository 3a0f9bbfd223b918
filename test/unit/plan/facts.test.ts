import { expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { variantFacts } from "../../../src/plan/facts.ts";
import { sha256 } from "../../../src/shared/digest.ts";
import { runtimeOf, scenarioOf } from "./scenario-of.ts";

test("facts hold digests where the variant holds values and payloads", () => {
  const scenario = scenarioOf({
    runtimes: [
      runtimeOf("own", {
        runtime: "nodejs24.x",
        environment: { TOKEN: "hidden-value" },
        build: "make hidden-value",
      }),
    ],
    axes: { event: [{ name: "order", json: '{"card":"hidden-value"}' }] },
  });
  const [variant] = createPlan([scenario], { filters: [], hostArchitecture: "x86_64" }).variants;
  const facts = variant && variantFacts(variant);
  expect(facts).toMatchObject({
    id: "hello/own/128/x86_64/zip/none",
    label: "own",
    runtime: "nodejs24.x",
    layers: "none",
    cold: 2,
    environmentDigests: { TOKEN: sha256("hidden-value") },
    eventDigest: sha256('{"card":"hidden-value"}'),
    prepared: [],
  });
  expect(JSON.stringify(facts)).not.toContain("hidden-value");
});

test("facts tell a variant with SnapStart", () => {
  const scenario = scenarioOf({ axes: { snapStart: [false, true] } });
  const { variants } = createPlan([scenario], { filters: [], hostArchitecture: "x86_64" });
  expect(variants.map((variant) => variantFacts(variant).snapStart)).toEqual([undefined, true]);
});
