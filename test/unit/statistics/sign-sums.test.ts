import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { signSumTail } from "../../../src/statistics/sign-sums.ts";

/** Every way to give signs, one after the other. */
function enumeratedTail(sizes: readonly number[], sum: number): number {
  let reached = 0;
  for (let signs = 0; signs < 2 ** sizes.length; signs++) {
    const found = sizes.reduce((all, size, index) => all + ((signs >> index) & 1 ? size : -size), 0);
    reached += found >= sum ? 1 : 0;
  }
  return reached / 2 ** sizes.length;
}

/** The same counted out, as is done for few sizes. */
function countedTail(sizes: readonly number[], sum: number): number {
  const most = sizes.reduce((all, size) => all + size, 0);
  let chances = new Float64Array(2 * most + 1);
  chances[most] = 1;
  for (const size of sizes) {
    const next = new Float64Array(chances.length);
    chances.forEach((chance, at) => {
      if (chance > 0) {
        next[at - size] = (next[at - size] ?? 0) + chance / 2;
        next[at + size] = (next[at + size] ?? 0) + chance / 2;
      }
    });
    chances = next;
  }
  return chances.subarray(most + sum).reduce((all, chance) => all + chance, 0);
}

describe("the sum of sizes with signs by chance", () => {
  it("is as likely as going through all signs says, for few sizes", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 0, maxLength: 9 });
    fc.assert(
      fc.property(sizes, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (list, signs) => {
        const sum = list.reduce((all, size, index) => all + (signs[index] ? size : -size), 0);
        expect(signSumTail(Float64Array.from(list), sum)).toBeCloseTo(enumeratedTail(list, sum), 12);
      }),
    );
  });

  it("is within one per cent of what counting says for many, out to one in ten million", () => {
    for (const count of [25, 40, 70]) {
      const random = seededRandom("sizes", count);
      const sizes = Array.from({ length: count }, () => Math.floor(random() * 2 * count));
      const deviation = Math.sqrt(sizes.reduce((all, size) => all + size * size, 0));
      const most = sizes.reduce((all, size) => all + size, 0);
      const sums = [0.5, 1, 2, 3, 4, 5].map((z) => most - 2 * Math.round((most - z * deviation) / 2));
      for (const sum of sums.filter((one) => one < most)) {
        const counted = countedTail(sizes, sum);
        expect(signSumTail(Float64Array.from(sizes), sum) / counted).toBeGreaterThan(0.99);
        expect(signSumTail(Float64Array.from(sizes), sum) / counted).toBeLessThan(1.01);
        expect(signSumTail(Float64Array.from(sizes), -sum)).toBeCloseTo(countedTail(sizes, -sum), 2);
      }
    }
  });

  it("is never less likely than that all signs are alike, and never more than certain", () => {
    const sizes = Float64Array.from({ length: 30 }, (_, index) => index + 1);
    const most = 465;
    expect(signSumTail(sizes, most)).toBe(2 ** -30);
    expect(signSumTail(sizes, most - 2)).toBeGreaterThanOrEqual(2 ** -30);
    expect(signSumTail(sizes, most + 1)).toBe(0);
    expect(signSumTail(sizes, -most)).toBe(1);
    expect(signSumTail(new Float64Array(), 0)).toBe(1);
    const tails = Array.from({ length: most }, (_, index) => signSumTail(sizes, 2 * index - most));
    expect(tails).toEqual(tails.toSorted((one, other) => other - one));
  });
});
