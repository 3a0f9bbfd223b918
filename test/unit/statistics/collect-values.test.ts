import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { collectValues, ValuesCollector } from "../../../src/statistics/collect-values.ts";
import type { VariantValues } from "../../../src/statistics/environment-values.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { coldSample, environmentOf, streamOf, warmSample } from "../samples/a-sample.ts";

async function valuesOf(samples: readonly Sample[]): Promise<VariantValues> {
  const [values] = await collectValues(runManifest(), streamOf(samples));
  if (values === undefined) {
    throw new Error("no values");
  }
  return values;
}

function numbers(values: VariantValues, measure: string) {
  const found = values.measures.get(measure);
  return found && [[...found.values], [...found.starts], [...found.environments]];
}

describe("the values of a variant", () => {
  it("are those of samples that are ok, no warm-up and not after a reset, by environment", async () => {
    const values = await valuesOf([
      coldSample({ environment: "e-0", block: 0, warmup: true, initMs: 900 }),
      coldSample({ environment: "e-1", block: 1, initMs: 60 }),
      warmSample({ environment: "e-1", block: 1, invocation: 1, warmup: true, invokeMs: 50 }),
      warmSample({ environment: "e-1", block: 1, invocation: 2, invokeMs: 1 }),
      warmSample({ environment: "e-1", block: 1, invocation: 3, invokeMs: 2 }),
      warmSample({ environment: "e-1", block: 1, invocation: 4, invokeMs: 70, suppressedInitMs: 60 }),
      coldSample({ environment: "e-2", block: 2, initMs: 999, status: "crash" }),
      coldSample({ environment: "e-3", block: 3, initMs: 63, segment: 1 }),
      warmSample({ environment: "e-3", block: 3, segment: 1, invocation: 1, invokeMs: 3 }),
    ]);
    expect([...values.blocks]).toEqual([1, 3]);
    expect([...values.segments]).toEqual([0, 1]);
    expect(numbers(values, "init")).toEqual([
      [60, 63],
      [0, 1],
      [0, 1],
    ]);
    expect(numbers(values, "warm.invoke")).toEqual([
      [1, 2, 3],
      [0, 2],
      [0, 1],
    ]);
    expect(values).toMatchObject({ sampleCount: 7, failedCount: 1 });
  });

  it("are those of the last attempt, where an environment was contaminated", async () => {
    const values = await valuesOf([
      coldSample({ environment: "e-1", block: 1, initMs: 60 }),
      warmSample({ environment: "e-1", block: 1, status: "contaminated" }),
      coldSample({ environment: "e-2", block: 1, attempt: 1, initMs: 61 }),
      warmSample({ environment: "e-2", block: 1, attempt: 1, invokeMs: 2 }),
      coldSample({ environment: "e-3", block: 2, initMs: 62 }),
    ]);
    expect([...values.blocks]).toEqual([1, 2]);
    expect(numbers(values, "init")).toEqual([
      [61, 62],
      [0, 1],
      [0, 1],
    ]);
    expect(numbers(values, "warm.invoke")).toEqual([[2], [0], [0]]);
    expect(values.maxMemoryMb).toHaveLength(2);
    expect(values.failedCount).toBe(0);
  });

  it("know of each environment the peak of memory, the CPU time and the billed time", async () => {
    const cold = { environment: "e-1", maxMemoryMb: 40, cpuInitMs: 70, billedMs: 80 };
    const values = await valuesOf([
      coldSample(cold),
      warmSample({ environment: "e-1", invocation: 1, maxMemoryMb: 45, cpuInvokeMs: 1, billedMs: 2 }),
      warmSample({ environment: "e-1", invocation: 2, maxMemoryMb: 43, cpuInvokeMs: 5, billedMs: 4 }),
      coldSample({ environment: "e-2", block: 2 }),
    ]);
    expect([...values.maxMemoryMb]).toEqual([45, Number.NaN]);
    expect([...values.cpuInitMs]).toEqual([70, Number.NaN]);
    expect([...values.cpuInvokeMs]).toEqual([3, Number.NaN]);
    expect([...values.coldBilledMs]).toEqual([80, Number.NaN]);
    expect([...values.warmBilledMs]).toEqual([3, Number.NaN]);
  });

  it("may be asked while samples come, and are the same at the end", async () => {
    const samples = [1, 2, 3].flatMap((number) => environmentOf(number, 3));
    const collector = new ValuesCollector(runManifest());
    const sizes = samples.map((sample) => {
      collector.add(sample);
      return collector.finish()[0]?.measures.get("warm.invoke")?.values.length;
    });
    expect(sizes).toEqual([undefined, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9]);
    expect(collector.finish()).toEqual(await collectValues(runManifest(), streamOf(samples)));
  });

  it("count a contaminated sample that was not taken again once, however often they are asked", () => {
    const collector = new ValuesCollector(runManifest());
    collector.add(coldSample({ status: "contaminated" }));
    expect([collector, collector].map((one) => one.finish()[0]?.failedCount)).toEqual([1, 1]);
  });

  it("are refused of a variant that the manifest does not know", () => {
    expect(() => new ValuesCollector(runManifest()).add(coldSample({ variant: "other" }))).toThrow(
      InputError,
    );
  });
});
