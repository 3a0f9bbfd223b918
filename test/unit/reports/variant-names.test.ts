import { describe, expect, it } from "vitest";
import { variantNames } from "../../../src/reports/variant-names.ts";
import { variantFacts } from "../samples/a-manifest.ts";

describe("the names of variants", () => {
  it("hold only what varies", () => {
    const names = variantNames([
      variantFacts({ id: "1", memoryMb: 128 }),
      variantFacts({ id: "2", memoryMb: 512, layers: "otel" }),
    ]);
    expect([...names.own.values()]).toEqual(["128 MB, no layers", "512 MB, layers otel"]);
    expect(names.shared).toBe("nodejs24.x, x86_64, zip");
  });

  it("are the runtime's label where nothing varies", () => {
    const names = variantNames([variantFacts()]);
    expect([...names.own.values()]).toEqual(["nodejs24.x"]);
    expect(names.shared).toBe("512 MB, x86_64, zip, no layers");
  });

  it("hold nothing that is not known", () => {
    const unknown = {
      label: "unknown",
      architecture: "unknown",
      package: "unknown",
      layers: "none",
    } as const;
    const one = variantNames([variantFacts({ id: "1", ...unknown })]);
    expect([one.shared, ...one.own.values()]).toEqual(["", "512 MB"]);
    const two = variantNames([
      variantFacts({ id: "1", ...unknown }),
      variantFacts({ id: "2", ...unknown, memoryMb: 128 }),
    ]);
    expect([two.shared, ...two.own.values()]).toEqual(["", "512 MB", "128 MB"]);
  });

  it("hold the further axes by name, also where only some variants have one", () => {
    const names = variantNames([
      variantFacts({ id: "1", axes: { event: "small" } }),
      variantFacts({ id: "2", axes: { event: "large" } }),
      variantFacts({ id: "3", axes: {} }),
    ]);
    expect([...names.own.values()]).toEqual(["event small", "event large", "nodejs24.x"]);
  });
});
