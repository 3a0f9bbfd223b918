import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import type { VariantSummary } from "../../../src/statistics/summary.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { environmentOf, streamOf } from "../samples/a-sample.ts";

/** Environments whose cold `unattributed` is what `cold` says, each with three warm ones around `warm`. */
function environments(cold: readonly number[], warm: number, segment = 0): Sample[] {
  return cold.flatMap((coldMs, index) =>
    environmentOf(10 * segment + index + 1, 3, { segment }).map((sample) => ({
      ...sample,
      unattributedMs: sample.temperature === "cold" ? coldMs : warm + sample.invocation - 2,
    })),
  );
}

async function variantOf(samples: readonly Sample[]): Promise<VariantSummary | undefined> {
  return (await summarise(runManifest({ target: "lambda" }), streamOf(samples))).variants[0];
}

describe("placement", () => {
  it("is what is unattributed of cold starts beyond the warm median", async () => {
    const variant = await variantOf(environments([100, 110, 120, 130, 140, 150, 160], 8));
    expect(variant?.placement).toMatchObject({
      temperature: "cold",
      n: 7,
      minMs: 92,
      p50Ms: 122,
      p50Interval: { lowMs: 92, highMs: 152 },
      maxMs: 152,
    });
  });

  it("takes the warm median of the same client: each start of the harness is one", async () => {
    const far = environments([200, 210, 220], 108, 1);
    const near = environments([100, 110, 120], 8);
    expect((await variantOf([...near, ...far]))?.placement).toMatchObject({ n: 6, minMs: 92, maxMs: 112 });
  });

  it("leaves out cold starts of a client without warm ones, and is absent where none has any", async () => {
    const lonely = environments([500], 8, 1).filter(({ temperature }) => temperature === "cold");
    expect((await variantOf([...environments([100], 8), ...lonely]))?.placement).toMatchObject({ n: 1 });
    expect(await variantOf(lonely)).toMatchObject({ placement: undefined });
  });

  it("keeps negative values", async () => {
    expect((await variantOf(environments([5], 8)))?.placement?.p50Ms).toBe(-3);
  });
});
