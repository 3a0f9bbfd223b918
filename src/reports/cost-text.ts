import type { RunManifest } from "../samples/run-manifest.ts";
import type { Cost, RunCost, UsedPrices } from "../statistics/cost.ts";
import { dollarsText } from "./money.ts";
import { counted, enumerated } from "./numbers.ts";

/** What a run cost, in a sentence or two; undefined where it cost nobody anything. */
export function runCostText(manifest: RunManifest, { run, prices }: Cost): string | undefined {
  if (run === undefined) {
    return undefined;
  }
  return `${whoPays(manifest)} ${dollarsText(run.totalUsd)} for ${countText(run)}, ${pricesText(prices)}.`;
}

/** How far that is all, in sentences. */
export function costLimits({ run, prices }: Cost): string[] {
  const { estimated = 0, unknown = 0, invocations = 0 } = run ?? {};
  const strange = prices.filter(({ region, pricesOf }) => region !== undefined && region !== pricesOf);
  const nowhere = run !== undefined && prices.some(({ region }) => region === undefined);
  return [
    estimated > 0
      ? `Of ${counted(invocations, "invocation")} ${estimated} gave no billed duration and count as the mean of their kind.`
      : "",
    unknown > 0
      ? `What ${counted(unknown, "invocation")} ${unknown === 1 ? "was" : "were"} billed is not known: ${unknown === 1 ? "it is" : "they are"} not in it.`
      : "",
    strange.length > 0
      ? `The prices of ${enumerated([...new Set(strange.map(({ region = "" }) => region))])} are not known: those of ${strange[0]?.pricesOf} stand in for them, and several regions cost more.`
      : "",
    nowhere ? "The region is not known." : "",
    run === undefined
      ? ""
      : "Logs, storage, transfer of data and whatever was invoked for no sample are not in it, nor is the free tier.",
  ].filter((sentence) => sentence !== "");
}

/** What stands above the table of what a million invocations cost. */
export function costNote({ target, variants }: RunManifest, { prices }: Cost): string {
  const restored = target === "lambda" && variants.some(({ snapStart }) => snapStart === true);
  const what = restored
    ? "In US dollars: requests, memory by the mean billed duration (init included), and restores; keeping snapshots comes on top"
    : "In US dollars: requests, and memory by the mean billed duration (init included)";
  return target === "lambda"
    ? `${what}.`
    : `What Lambda would bill for the times measured here, ${pricesText(prices)}: worth as much as these times are. ${what}.`;
}

/** What stands above the table of memory sizes. */
export const memoryNote =
  "The cheapest size, the fastest by its median, and the best balanced: cost and duration weigh the same, each as a share of the largest.";

/** `at the prices of us-east-1 of 2026-09`. */
function pricesText(prices: readonly UsedPrices[]): string {
  const texts = prices.map(({ pricesOf, asOf }) => `${pricesOf} of ${asOf}`);
  return `at the prices of ${enumerated([...new Set(texts)])}`;
}

function whoPays({ variants }: RunManifest): string {
  const answered = variants.some(({ prepared }) => prepared.some(({ endpoint }) => endpoint !== undefined));
  return answered ? "AWS did not run this; it would have asked" : "This run cost";
}

function countText({ invocations, snapshotsUsd }: RunCost): string {
  const snapshots = snapshotsUsd > 0 ? ` (${dollarsText(snapshotsUsd)} of it for snapshots)` : "";
  return `${counted(invocations, "invocation")}, warm-up and failures included${snapshots}`;
}
