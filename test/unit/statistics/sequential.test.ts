import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { compareSides } from "../../../src/statistics/compare-sides.ts";
import { plannedLooks } from "../../../src/statistics/looks.ts";
import { createDecisions, createPrecision, type Sequential } from "../../../src/statistics/sequential.ts";
import { type Drawn, drawnSamples, sidesManifest, twoSided, valuesOf } from "./two-sides.ts";

/** What the measuring loop does: takes block after block, and nothing more of variants that have ended. */
function measured(rule: Sequential, manifest: RunManifest, samples: readonly Sample[]) {
  const taken: Sample[] = [];
  const endedAt = new Map<string, number>();
  for (let block = 0; block < manifest.blocks; block++) {
    const now = samples.filter((sample) => sample.block === block && !endedAt.has(sample.variant));
    taken.push(...now);
    rule.add(now);
    if (rule.looks.includes(block + 1)) {
      for (const id of rule.endedAfter(block + 1)) {
        endedAt.set(id, endedAt.get(id) ?? block + 1);
      }
    }
  }
  return { taken, endedAt };
}

function mixedManifest(cold = 60): RunManifest {
  const variants = ["fast", "slow", "noisy", "short"].map((name) =>
    twoSided({ id: `hello/${name}`, cold: name === "short" ? 25 : cold, warm: 2 }),
  );
  const looks = plannedLooks(variants);
  return sidesManifest(variants, { stopping: { until: "decided", looks } });
}

function mixedSamples(manifest: RunManifest, seed: number): Sample[] {
  const drawn: Record<string, Omit<Drawn, "seed">> = {
    "hello/fast": { ratio: 0.8, cv: 0.04 },
    "hello/slow": { ratio: 1.1, cv: 0.06 },
    "hello/noisy": { ratio: 1, cv: 0.3 },
    "hello/short": { ratio: 1, cv: 0.02 },
  };
  const all = manifest.variants.flatMap((variant) =>
    drawnSamples({ ...manifest, variants: [variant] }, { seed, ...drawn[variant.id] }),
  );
  return all.toSorted((one, other) => one.block - other.block);
}

describe("decisions while measuring", () => {
  it("are those that the comparison of the finished samples repeats", () => {
    const endings = new Set<number | undefined>();
    for (let seed = 0; seed < 8; seed++) {
      const manifest = mixedManifest();
      const { taken, endedAt } = measured(createDecisions(manifest), manifest, mixedSamples(manifest, seed));
      const { variants, looks } = compareSides(manifest, valuesOf(manifest, taken));
      expect(looks?.planned).toBe(5);
      for (const { variant, verdict, differences } of variants) {
        expect([variant, verdict === "undecided"]).toEqual([variant, !endedAt.has(variant)]);
        const ended = endedAt.get(variant);
        const cold = manifest.variants.find(({ id }) => id === variant)?.cold ?? 0;
        const pairs = Math.min(cold, (ended ?? manifest.blocks) - 1);
        expect(differences[0]?.n.baseline).toBe(pairs);
        expect(differences[0]?.p).toBeUndefined();
        endings.add(ended);
      }
    }
    expect(endings.size).toBeGreaterThan(2);
  });

  it("come late or never where nothing differs, and early where much does", () => {
    const manifest = mixedManifest();
    const { endedAt } = measured(createDecisions(manifest), manifest, mixedSamples(manifest, 1));
    expect(endedAt.get("hello/fast")).toBeLessThan(manifest.blocks);
    expect(endedAt.has("hello/noisy")).toBe(false);
  });

  it("are the same when a resumed run asks for all of its looks again", () => {
    const manifest = mixedManifest();
    const first = createDecisions(manifest);
    const { taken, endedAt } = measured(first, manifest, mixedSamples(manifest, 2));
    const again = createDecisions(manifest);
    again.add(taken);
    const repeated = again.looks.map((blocks) => [...again.endedAfter(blocks)].sort());
    const before = first.looks.map((blocks) =>
      [...endedAt]
        .filter(([, at]) => at <= blocks)
        .map(([id]) => id)
        .sort(),
    );
    expect(repeated).toEqual(before);
  });

  it("wait for budgets that are not decided yet, and are repeated all the same", () => {
    const free = mixedManifest();
    const samples = mixedSamples(free, 1);
    const without = measured(createDecisions(free), free, samples);
    const early = without.endedAt.get("hello/fast") ?? Number.NaN;
    const budgeted = (budgets: Record<string, string>) => {
      const manifest = { ...free, rules: [{ scenario: "hello", budgets }] };
      const { taken, endedAt } = measured(createDecisions(manifest), manifest, samples);
      const variants = compareSides(manifest, valuesOf(manifest, taken)).variants;
      return { ended: endedAt.get("hello/fast"), fast: variants.find((one) => one.variant === "hello/fast") };
    };
    // So few samples have no upper end for a p99, and half of them above a limit break it at once.
    expect(budgeted({ "coldStart.p99": "120ms" }).ended).toBeUndefined();
    expect(budgeted({ "coldStart.p99": "88ms" }).ended).toBe(early);
    const held = budgeted({ "init.p50": "+10%" });
    expect(held.ended).toBe(early);
    expect(held.fast?.differences[0]?.n.baseline).toBe(early - 1);
  });

  it("of a run that a limit cut have a last look where it was cut, with what may be spent until there", () => {
    const manifest = mixedManifest();
    const cut = mixedSamples(manifest, 3).filter(({ block }) => block < 30);
    const limited = compareSides({ ...manifest, state: "limited" }, valuesOf(manifest, cut));
    const noisy = limited.variants.find(({ variant }) => variant === "hello/noisy");
    expect(noisy?.differences[0]?.n.baseline).toBe(29);
    const alpha = limited.errorRate / limited.watchedCount;
    expect(1 - (noisy?.differences[0]?.confidence ?? 1)).toBeLessThan(alpha / 2);
    expect(limited.looks).toEqual({ planned: 5, taken: 3 });
  });

  it("never see a variant of which a side is missing as ended", () => {
    const manifest = mixedManifest();
    const samples = mixedSamples(manifest, 1).filter(({ side }) => side === "candidate");
    expect(measured(createDecisions(manifest), manifest, samples).endedAt.size).toBe(0);
  });
});

describe("a precise run", () => {
  const variants = [
    twoSided({ id: "hello/tight", cold: 100, warm: 5 }),
    twoSided({ id: "hello/loose", cold: 100, warm: 5 }),
  ];
  const manifest = sidesManifest(variants, {
    rules: [{ scenario: "hello", precision: 0.02 }],
    stopping: { until: "precise", looks: plannedLooks(variants) },
  });
  const samples = variants
    .flatMap((variant, index) =>
      drawnSamples(
        { ...manifest, variants: [variant] },
        { seed: 1, cv: index === 0 ? 0.01 : 0.3, sides: [undefined] },
      ),
    )
    .toSorted((one, other) => one.block - other.block);

  it("ends a variant at the first look at which its intervals are tight enough, and no other", () => {
    const { endedAt } = measured(createPrecision(manifest), manifest, samples);
    expect([...endedAt]).toEqual([["hello/tight", manifest.stopping?.looks[0]]]);
  });

  it("ends nothing where the scenario asks for none", () => {
    const { endedAt } = measured(createPrecision({ ...manifest, rules: [] }), manifest, samples);
    expect(endedAt.size).toBe(0);
  });
});
