import { describe, expect, it } from "vitest";
import type { OpenBaseline } from "../../../src/cli/open-baseline.ts";
import { type Preparing, prepareVariants } from "../../../src/cli/prepare-variants.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import type { Variant } from "../../../src/plan/variant.ts";
import type { PreparedFacts } from "../../../src/samples/run-manifest.ts";
import type { Side } from "../../../src/samples/sample.ts";
import { PreparationError, UnavailableError } from "../../../src/shared/errors.ts";
import type { Target } from "../../../src/targets/target.ts";
import { planOf, variant } from "../run/plans.ts";
import { silentOutput } from "./silent-output.ts";

const baseline: OpenBaseline = {
  variantOf: (candidate) => ({ ...candidate, code: "/aside/repo/code" }),
  shown: (message) => message.replaceAll("/aside/repo/", "main:"),
  remove: async () => {},
};

type Facts = Partial<PreparedFacts>;

/** Prepares to what `factsOf` says, which may throw. */
function targetOf(factsOf: (made: Variant, side: Side | undefined) => Facts): Target {
  return {
    name: "process",
    limitations: [],
    prepare: async (made, side) => ({
      facts: {
        ...(side === undefined ? {} : { side }),
        functionDigest: "same",
        layerDigests: ["l"],
        packageBytes: 1,
        ...factsOf(made, side),
      },
      start: () => Promise.reject(new Error("nothing is started")),
    }),
    abort: async () => {},
    dispose: async () => {},
  };
}

function prepare(target: Target, changes: Partial<Preparing> = {}) {
  const plan: Plan = { ...planOf([variant("a"), variant("b")]), sides: ["baseline", "candidate"] };
  return prepareVariants({
    plan,
    baseline,
    measureIdentical: false,
    failedHooks: new Map(),
    target,
    signal: new AbortController().signal,
    redact: (text) => text.replaceAll("s3cret", "***"),
    output: silentOutput,
    ...changes,
  });
}

const [a, b] = [variant("a").id, variant("b").id];

describe("two sides of one variant", () => {
  it("are made of the baseline's files and of the candidate's", async () => {
    const made: string[] = [];
    const target = targetOf(({ id, code }, side) => {
      made.push(`${id} ${side} ${code}`);
      return { functionDigest: String(side) };
    });
    const { prepared, facts, identical } = await prepare(target);
    expect(made).toEqual([
      `${a} baseline /aside/repo/code`,
      `${a} candidate /scenarios/code`,
      `${b} baseline /aside/repo/code`,
      `${b} candidate /scenarios/code`,
    ]);
    expect([...prepared.keys()]).toHaveLength(4);
    expect(facts.get(a)?.map(({ side }) => side)).toEqual(["baseline", "candidate"]);
    expect(identical).toEqual([]);
  });

  it("are not measured where every digest is the same, and their facts are kept", async () => {
    const target = targetOf(({ label }, side) => (label === "a" ? {} : { layerDigests: [String(side)] }));
    const { prepared, facts, identical, notMeasured } = await prepare(target);
    expect(identical).toEqual([a]);
    expect([...prepared.keys()].every((key) => key.startsWith(b))).toBe(true);
    expect(facts.get(a)).toHaveLength(2);
    expect(notMeasured).toEqual([]);
    const all = await prepare(target, { measureIdentical: true });
    expect([all.identical, all.prepared.size]).toEqual([[], 4]);
  });

  it.each(["functionDigest", "runtimeDigest", "imageDigest"])(
    "are two where their %s differs",
    async (digest) => {
      const { identical } = await prepare(targetOf((_, side) => ({ [digest]: String(side) })));
      expect(identical).toEqual([]);
    },
  );

  it("are both left out where one cannot be made, which is named, and others go on", async () => {
    const target = targetOf(({ label, code }, side) => {
      if (label === "a" && side === "baseline") {
        throw new PreparationError(`${code}: expected s3cret, got nothing`, "build it");
      }
      return { functionDigest: String(side) };
    });
    const { prepared, facts, notMeasured } = await prepare(target);
    expect(notMeasured).toEqual([
      {
        variant: a,
        side: "baseline",
        kind: "preparation",
        reason: "main:code: expected ***, got nothing",
        hint: "build it",
      },
    ]);
    expect([...prepared.keys()].every((key) => key.startsWith(b))).toBe(true);
    expect([facts.has(a), facts.has(b)]).toEqual([false, true]);
  });

  it("are one line where both fail for one reason, and two for two", async () => {
    const target = targetOf(({ label }, side) => {
      throw label === "a" ? new UnavailableError("no java") : new PreparationError(`no ${side}`);
    });
    const { notMeasured } = await prepare(target);
    expect(notMeasured.map(({ variant: id, side, reason }) => [id, side, reason])).toEqual([
      [a, undefined, "no java"],
      [b, "baseline", "no baseline"],
      [b, "candidate", "no candidate"],
    ]);
  });

  it("are left as they are when it is interrupted between them", async () => {
    const controller = new AbortController();
    const target = targetOf(({ label }, side) => {
      if (label === "b") {
        controller.abort();
      }
      return { functionDigest: String(side) };
    });
    const { facts, prepared } = await prepare(target, { signal: controller.signal });
    expect([[...facts.keys()], prepared.size]).toEqual([[a], 2]);
  });
});
