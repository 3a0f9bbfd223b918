import type { Sample } from "../../../src/samples/sample.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { type ScriptedRun, samplesOf } from "./a-run.ts";

const plain = variantFacts();
const layered = variantFacts({
  id: "hello/nodejs24.x/512/x86_64/zip/observed",
  layers: "observed",
  prepared: plain.prepared.map((facts) => ({ ...facts, extensions: ["otel", "<b>|@all"] })),
});
const snapshot = variantFacts({
  id: "hello/nodejs24.x/512/x86_64/zip/none/snapStart=true",
  snapStart: true,
  axes: { snapStart: "true" },
});

/**
 * A function alone, with two extensions and a third of its own, and with SnapStart. With extensions, its init fails once, two
 * invocations time out, of which one environment recovers, and two environments reach their lifetime.
 */
export function runWithResets(): ScriptedRun {
  const [segment] = runManifest().segments;
  const manifest = runManifest({
    variants: [{ ...plain, axes: { snapStart: "false" } }, layered, snapshot],
    segments:
      segment === undefined
        ? []
        : [
            {
              ...segment,
              host: { ...segment.host, unresolvedSandboxNames: ["sandbox", "sandbox.localdomain"] },
            },
          ],
  });
  const random = seededRandom("extensions");
  const slow = () => 1 + 0.2 * -Math.log(1 - random());
  const samples = samplesOf(manifest.variants, 21).flatMap((sample) => {
    if (sample.variant === layered.id) {
      return scripted(withExtensions(sample, slow));
    }
    return [sample.variant === snapshot.id ? restored(sample, slow) : sample];
  });
  return { manifest, samples };
}

function withExtensions(sample: Sample, slow: () => number): Sample {
  const overhead = { otel: 0.8 * slow(), "<b>|@all": 0, "in the function": 0.05 * slow() };
  const { initMs = 0, coldStartMs = 0, coldTotalMs = 0 } = sample;
  return sample.temperature === "warm"
    ? { ...sample, extensionOverheadMs: overhead }
    : {
        ...sample,
        initMs: initMs + 30,
        coldStartMs: coldStartMs + 30,
        coldTotalMs: coldTotalMs + 30,
        extensionInitMs: { otel: 31 * slow(), "<b>|@all": 4 * slow() },
        extensionOverheadMs: overhead,
      };
}

function restored(sample: Sample, slow: () => number): Sample {
  const restoreMs = 6 * slow();
  const { coldStartMs = 0, coldTotalMs = 0 } = sample;
  return sample.temperature === "warm"
    ? sample
    : { ...sample, restoreMs, coldStartMs: coldStartMs + restoreMs, coldTotalMs: coldTotalMs + restoreMs };
}

/** What becomes of a sample of the variant with extensions, by its block and its invocation. */
function scripted(sample: Sample): Sample[] {
  switch (`${sample.block}/${sample.invocation}`) {
    case "4/0":
      return [initAgain(sample)];
    case "6/3":
    case "8/10":
      return [timedOut(sample)];
    case "6/4":
      return [{ ...sample, suppressedInitMs: 70, durationMs: 71, invokeMs: 0.7 }];
    case "10/7":
    case "12/9":
      return [{ ...sample, recycled: true }];
    default:
      return isMissing(sample) ? [] : [sample];
  }
}

function isMissing({ block, invocation }: Sample): boolean {
  return (block === 10 && invocation > 7) || (block === 12 && invocation > 9);
}

function initAgain({ initMs: _init, extensionInitMs: _extensions, gapMs: _gap, ...sample }: Sample): Sample {
  return {
    ...sample,
    failedInitMs: 10_000,
    suppressedInitMs: 72,
    durationMs: 76,
    coldStartMs: 10_076,
    coldTotalMs: 10_078,
  };
}

function timedOut(sample: Sample): Sample {
  const error = { type: "Sandbox.Timedout", message: "Task timed out after 3.00 seconds" };
  const { overheadMs: _overhead, extensionOverheadMs: _extensions, ...rest } = sample;
  return { ...rest, status: "timeout", error, durationMs: 3000 };
}
