import { describe, expect, it } from "vitest";
import { watchedMeasures } from "../../../src/cli/watched.ts";
import { variantFacts } from "../../../src/plan/facts.ts";
import { parseMeasure } from "../../../src/samples/phases.ts";
import { variant } from "../run/plans.ts";

const cold = variantFacts(variant("a", { samples: { cold: 2, warm: 0, settle: 0, warmupBlocks: 1 } }));
const both = variantFacts(variant("b"));
const restored = variantFacts(variant("s", { snapStart: true }));

function measures(...texts: readonly string[]) {
  return texts.flatMap((text) => parseMeasure(text) ?? []);
}

describe("what is watched", () => {
  it("is what was asked for, in that order", () => {
    const asked = measures("warm.duration", "coldTotal");
    expect(watchedMeasures(asked, [both], "process")).toEqual(["warm.duration", "coldTotal"]);
  });

  it("is by default init, coldStart and warm invoke, where there are warm invocations", () => {
    expect(watchedMeasures(undefined, [cold, both], "process")).toEqual(["init", "coldStart", "warm.invoke"]);
    expect(watchedMeasures(undefined, [cold], "process")).toEqual(["init", "coldStart"]);
  });

  it("is refused where no variant of the run can have it, each with the reason", () => {
    const asked = measures("warm.init", "warm.invoke", "roundTrip", "restore", "init");
    expect(() => watchedMeasures(asked, [cold], "docker")).toThrow(
      [
        "--watch: expected phases that this run has, got warm.init: only cold starts have it",
        "--watch: expected phases that this run has, got warm.invoke: it has no warm invocations",
        "--watch: expected phases that this run has, got roundTrip: the docker target does not see it",
        "--watch: expected phases that this run has, got restore: no variant of it is restored from a snapshot",
      ].join("\n"),
    );
    expect(watchedMeasures(measures("restore"), [cold, restored], "process")).toEqual(["restore"]);
  });
});
