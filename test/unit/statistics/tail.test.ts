import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { collectValues } from "../../../src/statistics/collect-values.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import type { Summary } from "../../../src/statistics/summary.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, streamOf, warmSample } from "../samples/a-sample.ts";

const other = variantFacts({ id: "hello/python3.13/512/x86_64/zip/none", label: "python3.13" });

/** Ten warm calls of an environment, one of them without the log's end. */
function environment(number: number, roundTrip: (tail: boolean) => number, variant?: string): Sample[] {
  const shared = { environment: `e-${number}`, block: number, ...(variant === undefined ? {} : { variant }) };
  const later = Array.from({ length: 10 }, (_, index) => {
    const tail = index !== number % 10;
    const roundTripMs = roundTrip(tail);
    const {
      invokeMs: _invoke,
      durationMs: _duration,
      ...bare
    } = warmSample({ ...shared, invocation: index + 1 });
    return tail
      ? { ...bare, roundTripMs, durationMs: 1, unattributedMs: roundTripMs - 1 }
      : { ...bare, roundTripMs, tail: false as const };
  });
  return [coldSample(shared), ...later];
}

function environments(count: number, roundTrip: (tail: boolean) => number, variant?: string): Sample[] {
  return Array.from({ length: count }, (_, number) => environment(number + 1, roundTrip, variant)).flat();
}

function summaryOf(samples: readonly Sample[]): Promise<Summary> {
  return summarise(runManifest({ target: "lambda", variants: [variantFacts(), other] }), streamOf(samples));
}

describe("warm calls that did not ask for the log's end", () => {
  it("are in no distribution of round trips, and count as taken", async () => {
    const samples = environments(12, (tail) => (tail ? 10 : 1000));
    const [variant] = (await summaryOf(samples)).variants;
    const roundTrip = variant?.phases.find(
      ({ phase, temperature }) => phase === "roundTrip" && temperature === "warm",
    );
    expect(roundTrip).toMatchObject({ n: 108, maxMs: 10 });
    expect(variant?.okWarm).toBe(120);
    const [values] = await collectValues(runManifest(), streamOf(samples));
    expect(values?.measures.get("warm.roundTrip")?.values.length).toBe(108);
  });

  it("tell what asking costs: exactly, where nothing else differs", async () => {
    const { tail, variants } = await summaryOf(environments(12, (asked) => (asked ? 12.5 : 10)));
    expect(tail).toEqual({
      environments: 12,
      withTail: 108,
      withoutTail: 12,
      shiftMs: { value: 2.5, low: 2.5, high: 2.5 },
    });
    expect(variants[0]?.tail).toEqual(tail);
  });

  it("tell it by the difference within environments, however these and variants differ", async () => {
    const random = seededRandom("tail");
    let level = 0;
    const noisy = (asked: boolean) => {
      level += random() < 0.1 ? 100 * random() : 0;
      return Math.floor(level / 1000) + (asked ? 2 : 0) + random();
    };
    const samples = [
      ...environments(40, noisy),
      ...environments(40, (asked) => 500 + noisy(asked), other.id).map((sample) => ({
        ...sample,
        environment: `other-${sample.environment}`,
      })),
    ];
    const { tail } = await summaryOf(samples);
    expect(tail).toMatchObject({ environments: 80, withTail: 720, withoutTail: 80 });
    expect(tail?.shiftMs.low).toBeLessThan(2);
    expect(tail?.shiftMs.high).toBeGreaterThan(2);
    expect((tail?.shiftMs.high ?? 9) - (tail?.shiftMs.low ?? 0)).toBeLessThan(0.5);
  });

  it("tell nothing where no environment has both kinds", async () => {
    const samples = environments(3, () => 1).filter(({ tail }) => tail === undefined);
    expect((await summaryOf(samples)).tail).toBeUndefined();
  });
});
