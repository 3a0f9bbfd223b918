import { describe, expect, it } from "vitest";
import { tailText } from "../../../src/reports/tail-text.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { coldSample, streamOf, warmSample } from "../samples/a-sample.ts";

/** Environments with five warm calls each, of which the last went without the log's end; `roundTrip` by its number. */
function environments(count: number, roundTrip: (tail: boolean, call: number) => number): Sample[] {
  return Array.from({ length: count }, (_, number) => {
    const shared = { target: "lambda" as const, environment: `e-${number}`, block: number + 1 };
    const warm = Array.from({ length: 5 }, (_unused, index) => {
      const tail = index < 4;
      const roundTripMs = roundTrip(tail, 5 * number + index);
      const sample = { ...warmSample({ ...shared, invocation: index + 1 }), roundTripMs };
      return tail ? sample : { ...sample, tail: false as const };
    });
    return [coldSample(shared), ...warm];
  }).flat();
}

async function textOf(samples: readonly Sample[], target: "lambda" | "process" = "lambda") {
  const manifest = runManifest({ target });
  return tailText(manifest, await summarise(manifest, streamOf(samples)));
}

describe("what a report says of asking for the log's end", () => {
  it("is the difference where calls of both kinds show one", async () => {
    expect(await textOf(environments(12, (tail) => (tail ? 12 : 10)))).toBe(
      "asking for it changed the round trip of a warm call by +2.00 ms (2.00 to 2.00): 48 calls that asked against 12 that did not, within 12 environments; round trips in this report are of calls that asked",
    );
  });

  it("is that it cannot be told where they are few, or differ by no more than chance", async () => {
    const few = await textOf(environments(1, (tail, call) => 10 + call + (tail ? 1 : 0)));
    expect(few).toMatch(
      /^whether asking for it changes the round trip of a warm call these samples cannot tell/,
    );
    expect(few).toContain("4 calls that asked against 1 that did not, within 1 environment;");
    const alike = await textOf(environments(12, (_tail, call) => 10 + (call % 7)));
    expect(alike).toMatch(/^whether asking .* cannot tell, -1\.0 ms \(-2\.0 to 3\.0\): 48 calls/);
  });

  it("is that it cannot be told where no environment has both kinds", async () => {
    const asked = environments(12, () => 10).filter(({ tail }) => tail === undefined);
    expect(await textOf(asked)).toBe(
      "what asking for it does to the round trip of a warm call these samples cannot tell: no environment has calls that asked and calls that did not",
    );
  });

  it("is nothing where there are no warm round trips, and elsewhere than on Lambda", async () => {
    const cold = environments(3, () => 10).filter(({ invocation }) => invocation === 0);
    expect(await textOf(cold)).toBeUndefined();
    expect(
      await textOf(
        environments(3, () => 10).filter(({ tail }) => tail === undefined),
        "process",
      ),
    ).toBeUndefined();
  });
});
