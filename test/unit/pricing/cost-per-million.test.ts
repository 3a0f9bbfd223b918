import { describe, expect, test } from "vitest";
import { costPerMillion, costPerMillionColdStarts } from "../../../src/pricing/cost-per-million.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";

const invocation = { billedMs: 120, memoryMb: 1536, architecture: "x86_64", ephemeralStorageMb: 512 };

describe("a million invocations", () => {
  test("cost what the example of AWS's pricing page comes to without its free tier", () => {
    // 3 million requests of 120 ms at 1,536 MB: 540,000 GB-s and $0.60 of requests.
    expect(3 * costPerMillion(invocation)).toBeCloseTo(540_000 * 0.0000166667 + 0.6, 9);
  });

  test("cost a fifth less of duration on arm64", () => {
    const requests = 0.2;
    const share =
      (costPerMillion({ ...invocation, architecture: "arm64" }) - requests) /
      (costPerMillion(invocation) - requests);
    expect(share).toBeCloseTo(0.8, 4);
  });

  test("cost the requests alone where nothing is billed", () => {
    expect(costPerMillion({ ...invocation, billedMs: 0 })).toBeCloseTo(0.2, 12);
  });

  test("cost more with a /tmp above 512 MB, and only then", () => {
    const larger = costPerMillion({ ...invocation, ephemeralStorageMb: 10_240 });
    expect(larger - costPerMillion(invocation)).toBeCloseTo(1e6 * 0.12 * 9.5 * 0.0000000309, 9);
    expect(costPerMillion({ ...invocation, ephemeralStorageMb: 256 })).toBe(costPerMillion(invocation));
  });

  test("cost what other prices say", () => {
    const doubled = {
      ...usEast1,
      request: 2 * usEast1.request,
      gbSecond: { x86_64: 2 * usEast1.gbSecond.x86_64, arm64: 1 },
    };
    expect(costPerMillion(invocation, doubled)).toBeCloseTo(2 * costPerMillion(invocation), 9);
  });
});

describe("a million cold starts", () => {
  test("cost as a million invocations that are billed their init", () => {
    expect(costPerMillionColdStarts(invocation)).toBe(costPerMillion(invocation));
  });

  test("cost each restore by the memory, but for Java", () => {
    const restored = { ...invocation, memoryMb: 2048, restoredRuntime: "dotnet8" };
    const { restoredRuntime: _, ...plain } = restored;
    expect(costPerMillionColdStarts(restored) - costPerMillion(plain)).toBeCloseTo(2e6 * 0.0001397998, 6);
    expect(costPerMillionColdStarts({ ...restored, restoredRuntime: "java21" })).toBe(costPerMillion(plain));
  });
});
