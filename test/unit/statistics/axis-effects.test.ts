import { describe, expect, it } from "vitest";
import type { VariantFacts } from "../../../src/samples/run-manifest.ts";
import type { Side } from "../../../src/samples/sample.ts";
import { seededRandom, shuffled } from "../../../src/shared/seeded-random.ts";
import { axisEffects } from "../../../src/statistics/axis-effects.ts";
import type { AxisEffect } from "../../../src/statistics/comparison.ts";
import type { VariantValues } from "../../../src/statistics/environment-values.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { variantValues } from "./variant-values.ts";

const blockCount = 30;

/** What one environment gave. */
interface Given {
  readonly block: number;
  readonly segment?: number;
  readonly initMs: number;
  readonly warmMs?: readonly number[];
  readonly memoryMb?: number;
}

function facts(changes: Partial<VariantFacts>): VariantFacts {
  const { label, memoryMb, architecture, package: packaging, layers, axes } = variantFacts(changes);
  const id = ["hello", label, memoryMb, architecture, packaging, layers, JSON.stringify(axes)].join("/");
  return variantFacts({ ...changes, id });
}

function valuesOf({ id }: VariantFacts, given: readonly Given[], side?: Side): VariantValues {
  const cold = { init: given.map(({ initMs }) => initMs) };
  const hasWarm = given.some(({ warmMs }) => warmMs !== undefined);
  const warm = hasWarm ? { invoke: given.map(({ warmMs = [] }) => warmMs) } : {};
  return variantValues(
    { cold, warm },
    {
      variant: id,
      side,
      blocks: Uint32Array.from(given, ({ block }) => block),
      segments: Uint32Array.from(given, ({ segment = 0 }) => segment),
      maxMemoryMb: Float64Array.from(given, ({ memoryMb = Number.NaN }) => memoryMb),
    },
  );
}

/** So many blocks whose level drifts, the same for all variants; each environment adds noise of its own. */
function blocks(initMs: number, seed: string, change: (one: Given) => Given = (one) => one): Given[] {
  const drift = seededRandom("drift");
  const noise = seededRandom(seed);
  return Array.from({ length: blockCount }, (_, block) =>
    change({ block, initMs: initMs + 40 * drift() + 4 * (noise() - 0.5) }),
  );
}

function effectsOf(measured: readonly (readonly [VariantFacts, readonly Given[]])[]): AxisEffect[] {
  return axisEffects(
    runManifest({ variants: measured.map(([variant]) => variant) }),
    measured.map(([variant, given]) => valuesOf(variant, given)),
  );
}

function initShift(effects: readonly AxisEffect[]): { value: number; low: number; high: number } {
  const found = effects[0]?.phases.find(({ phase }) => phase === "init");
  return found?.shift ?? { value: Number.NaN, low: Number.NaN, high: Number.NaN };
}

describe("the effect of an axis' value", () => {
  it("is found with an interval that drift does not widen", () => {
    const effects = effectsOf([
      [facts({ layers: "none" }), blocks(100, "a")],
      [facts({ layers: "otel" }), blocks(214, "b")],
    ]);
    expect(effects).toHaveLength(1);
    expect(effects[0]).toMatchObject({
      scenario: "hello",
      axis: "layers",
      reference: "none",
      value: "otel",
      pairs: 1,
    });
    const { value, low, high } = initShift(effects);
    expect(low).toBeLessThan(114);
    expect(high).toBeGreaterThan(114);
    expect(low).toBeLessThan(value);
    expect(value).toBeLessThan(high);
    expect(high - low).toBeLessThan(4);
  });

  it("is given for init as a shift and a ratio, for warm invocations by environments, and for memory", () => {
    const given = (initMs: number, invokeMs: number, memoryMb: number): Given[] =>
      Array.from({ length: 20 }, (_, block) => ({
        block,
        initMs,
        warmMs: [invokeMs, invokeMs, 90 + block],
        memoryMb,
      }));
    const [effect] = effectsOf([
      [facts({ memoryMb: 128 }), given(100, 2, 40)],
      [facts({ memoryMb: 512 }), given(150, 3, 71)],
    ]);
    expect(effect).toMatchObject({ axis: "memory", reference: "128", value: "512" });
    expect(effect?.phases.map(({ phase, temperature }) => [phase, temperature])).toEqual([
      ["init", "cold"],
      ["invoke", "warm"],
    ]);
    expect(effect?.phases[0]?.shift).toEqual({ value: 50, low: 50, high: 50 });
    expect(effect?.phases[0]?.ratio.value).toBeCloseTo(1.5, 12);
    expect(effect?.phases[1]?.shift).toEqual({ value: 1, low: 1, high: 1 });
    expect(effect?.maxMemoryMb).toEqual({ value: 31, low: 31, high: 31 });
  });

  it("is the average over the pairs where they differ, as sure as if they did not", () => {
    const of = (layers: string, memoryMb: number, initMs: number) =>
      [facts({ layers, memoryMb }), blocks(initMs, `${layers}${memoryMb}`)] as const;
    const alone = (measured: AxisEffect[]) => measured.filter(({ axis }) => axis === "layers");
    const unlike = alone(
      effectsOf([of("none", 128, 100), of("otel", 128, 250), of("none", 512, 80), of("otel", 512, 130)]),
    );
    const alike = alone(
      effectsOf([of("none", 128, 100), of("otel", 128, 200), of("none", 512, 80), of("otel", 512, 180)]),
    );
    expect(unlike[0]?.pairs).toBe(2);
    expect(initShift(unlike).value).toBeCloseTo(initShift(alike).value, 9);
    expect(initShift(unlike).low).toBeCloseTo(initShift(alike).low, 9);
    expect(initShift(unlike).high).toBeCloseTo(initShift(alike).high, 9);
    expect(initShift(unlike).low).toBeLessThan(100);
    expect(initShift(unlike).high).toBeGreaterThan(100);
    expect(initShift(unlike).high - initShift(unlike).low).toBeLessThan(4);
  });

  it("is not moved by the blocks that one of several unlike pairs lacks", () => {
    const none128 = [facts({ layers: "none", memoryMb: 128 }), blocks(100, "1")] as const;
    const otel128 = [facts({ layers: "otel", memoryMb: 128 }), blocks(250, "2")] as const;
    const none512 = [facts({ layers: "none", memoryMb: 512 }), blocks(80, "3")] as const;
    const whole = blocks(130, "4");
    const otel512 = [facts({ layers: "otel", memoryMb: 512 }), whole.slice(0, 10)] as const;
    const effects = effectsOf([none128, otel128, none512, otel512]).filter(({ axis }) => axis === "layers");
    expect(initShift(effects).low).toBeLessThan(100);
    expect(initShift(effects).high).toBeGreaterThan(100);
    expect(initShift(effects).high - initShift(effects).low).toBeLessThan(4);
  });

  it("pools only variants that are alike but for the axis", () => {
    const effects = effectsOf([
      [facts({ layers: "none", memoryMb: 128 }), blocks(100, "a")],
      [facts({ layers: "otel", memoryMb: 512 }), blocks(900, "b")],
      [facts({ layers: "otel", memoryMb: 128, label: "other" }), blocks(900, "c")],
      [facts({ layers: "otel", memoryMb: 128, axes: { event: "large" } }), blocks(900, "d")],
      [facts({ layers: "otel", memoryMb: 128, axes: { region: "eu-west-1" } }), blocks(900, "e")],
    ]);
    expect(effects).toEqual([]);
  });

  it("takes no pair from blocks of different segments", () => {
    const later = (one: Given): Given => ({ ...one, segment: 1 });
    const none = facts({ layers: "none" });
    const otel = facts({ layers: "otel" });
    expect(
      effectsOf([
        [none, blocks(100, "a")],
        [otel, blocks(200, "b", later)],
      ]),
    ).toEqual([]);
    const both = effectsOf([
      [none, [...blocks(100, "a"), ...blocks(300, "c", later)]],
      [otel, [...blocks(150, "b"), ...blocks(350, "d", later)]],
    ]);
    expect(initShift(both).low).toBeLessThan(50);
    expect(initShift(both).high).toBeGreaterThan(50);
  });

  it("is the same in whatever order variants and environments were recorded", () => {
    const measured = [128, 512, 1769].flatMap((memoryMb) =>
      ["none", "otel"].map(
        (layers) => [facts({ layers, memoryMb }), blocks(memoryMb / 10, `${layers}${memoryMb}`)] as const,
      ),
    );
    const random = seededRandom("order");
    const key = ({ axis, value }: AxisEffect) => `${axis} ${value}`;
    const sorted = (effects: AxisEffect[]) =>
      effects
        .toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
        .map((effect) => ({
          name: key(effect),
          shift: [effect.phases[0]?.shift.value, effect.phases[0]?.shift.low].map((ms) => ms?.toFixed(9)),
        }));
    const other = shuffled(measured, random).map(
      ([variant, given]) => [variant, shuffled(given, random)] as const,
    );
    expect(sorted(effectsOf(other))).toEqual(sorted(effectsOf(measured)));
  });

  it("is that of the candidate in a run of two sides", () => {
    const none = facts({ layers: "none" });
    const otel = facts({ layers: "otel" });
    const given = (initMs: number): Given[] => Array.from({ length: 10 }, (_, block) => ({ block, initMs }));
    const effects = axisEffects(runManifest({ variants: [none, otel] }), [
      valuesOf(none, given(100), "baseline"),
      valuesOf(none, given(110), "candidate"),
      valuesOf(otel, given(500), "baseline"),
      valuesOf(otel, given(150), "candidate"),
    ]);
    expect(initShift(effects).value).toBe(40);
  });

  it("is no more certain than its blocks are many", () => {
    const few = (initMs: number): Given[] => [1, 2, 3].map((block) => ({ block, initMs: initMs + block }));
    const effects = effectsOf([
      [facts({ layers: "none" }), few(100)],
      [facts({ layers: "otel" }), few(200)],
    ]);
    expect(initShift(effects)).toEqual({
      value: 100,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });
});

describe("an axis", () => {
  const variants = (changes: readonly Partial<VariantFacts>[]) =>
    effectsOf(changes.map((change, index) => [facts(change), blocks(100, String(index))])).map(
      ({ axis, reference, value, pairs }) => ({ axis, reference, value, pairs }),
    );

  it("of one value gives nothing", () => {
    expect(variants([{}])).toEqual([]);
  });

  it("without a value that others can be held against gives nothing", () => {
    expect(variants([{ label: "nodejs22.x" }, { label: "nodejs24.x" }])).toEqual([]);
    expect(variants([{ axes: { event: "small" } }, { axes: { event: "large" } }])).toEqual([]);
    const layers = [{ functionDigest: "f", layerDigests: ["1"], packageBytes: 1 }];
    expect(
      variants([
        { layers: "a", prepared: layers },
        { layers: "b", prepared: layers },
      ]),
    ).toEqual([]);
  });

  it("is held against zip, x86_64, no layer, no SnapStart and the smallest size", () => {
    const without = [{ functionDigest: "f", layerDigests: [], packageBytes: 1 }];
    const layer = [{ functionDigest: "f", layerDigests: ["1"], packageBytes: 1 }];
    expect(variants([{ package: "image" }, { package: "zip" }])).toEqual([
      { axis: "package", reference: "zip", value: "image", pairs: 1 },
    ]);
    expect(variants([{ architecture: "arm64" }, { architecture: "x86_64" }])).toEqual([
      { axis: "architecture", reference: "x86_64", value: "arm64", pairs: 1 },
    ]);
    expect(
      variants([
        { layers: "a", prepared: layer },
        { layers: "bare", prepared: without },
      ]),
    ).toEqual([{ axis: "layers", reference: "bare", value: "a", pairs: 1 }]);
    expect(variants([{ axes: { snapStart: "true" } }, { axes: { snapStart: "false" } }])).toEqual([
      { axis: "snapStart", reference: "false", value: "true", pairs: 1 },
    ]);
    expect(variants([{ memoryMb: 1769 }, { memoryMb: 512 }, { memoryMb: 128 }])).toEqual([
      { axis: "memory", reference: "128", value: "1769", pairs: 1 },
      { axis: "memory", reference: "128", value: "512", pairs: 1 },
    ]);
    expect(
      variants([{ axes: { ephemeralStorage: "10240" } }, { axes: { ephemeralStorage: "512" } }]),
    ).toEqual([{ axis: "ephemeralStorage", reference: "512", value: "10240", pairs: 1 }]);
  });

  it("keeps scenarios apart", () => {
    const of = (scenario: string, layers: string) =>
      variantFacts({ id: `${scenario}/${layers}`, scenario, layers });
    expect(
      effectsOf([
        [of("one", "none"), blocks(100, "a")],
        [of("two", "otel"), blocks(200, "b")],
      ]),
    ).toEqual([]);
  });
});
