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
  const strange = prices.filter(({ region, pricesOf }) => region !== undefined && region !== pricesOf);
  const nowhere = run !== undefined && prices.some(({ region }) => region === undefined);
  return [
    ...(run === undefined ? [] : unmeasuredCosts(run)),
    strange.length > 0
      ? `The prices of ${enumerated([...new Set(strange.map(({ region = "" }) => region))])} are not known: those of ${strange[0]?.pricesOf} stand in for them, and several regions cost more; --prices takes your own.`
      : "",
    nowhere ? "The region is not known." : "",
    run === undefined
      ? ""
      : "Duration has the price of the first tier, the highest; the free tier is not taken off. Not in it: CloudWatch Logs, storage in S3 and ECR, transfer of data, and what was invoked for no sample.",
  ].filter((sentence) => sentence !== "");
}

/** What of a run's cost is no measurement. */
function unmeasuredCosts(run: RunCost): string[] {
  const { estimated, unknown, lostEnvironments: lost, invocations, unknownAtMostUsd } = run;
  const notMeasured = [
    ...(unknown > 0
      ? [`what ${counted(unknown, "invocation")} ${unknown === 1 ? "was" : "were"} billed`]
      : []),
    ...(lost > 0
      ? [`what up to ${counted(lost, "environment")} cost that ${lost === 1 ? "is" : "are"} not on record`]
      : []),
  ];
  const most =
    unknownAtMostUsd > 0
      ? `, at most ${dollarsText(unknownAtMostUsd)} more, had each run into its timeout`
      : "";
  return [
    estimated > 0
      ? `Of ${counted(invocations, "invocation")} ${estimated} gave no billed duration and count as the mean of their kind.`
      : "",
    notMeasured.length > 0 ? `Not measured, and not in it: ${enumerated(notMeasured)}${most}.` : "",
    run.standingIsLeast
      ? "Where nobody knows how long snapshots or provisioned environments stood, they count as the least that is paid for: three hours, five minutes."
      : "",
  ];
}

/** What stands above the table of what a million invocations cost. */
export function costNote({ target, variants }: RunManifest, { prices }: Cost): string {
  const onLambda = target === "lambda";
  const restored = onLambda && variants.some(({ snapStart }) => snapStart === true);
  const ready = onLambda && variants.some(({ provisioned }) => provisioned !== undefined);
  const onTop = [
    ...(restored ? ["keeping snapshots"] : []),
    ...(ready ? ["keeping environments ready"] : []),
  ];
  const parts = restored
    ? "In US dollars: requests, memory by the mean billed duration (init included), and restores"
    : "In US dollars: requests, and memory by the mean billed duration (init included)";
  const what =
    onTop.length === 0
      ? parts
      : `${parts}; ${enumerated(onTop)} ${onTop.length === 1 ? "comes" : "come"} on top`;
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

function countText({ invocations, snapshotsUsd, provisionedUsd }: RunCost): string {
  const parts = [
    ...(snapshotsUsd > 0 ? [`${dollarsText(snapshotsUsd)} of it for snapshots`] : []),
    ...(provisionedUsd > 0 ? [`${dollarsText(provisionedUsd)} of it for keeping environments ready`] : []),
  ];
  const of = parts.length === 0 ? "" : ` (${parts.join(", ")})`;
  return `${counted(invocations, "invocation")}, warm-up and failures included${of}`;
}
