import type { VariantSummary } from "../statistics/summary.ts";
import { counted } from "./numbers.ts";

/** Of how many samples init was done again inside the invocation: `2 of 20 cold, 3 of 200 warm`; empty for none. */
export function initAgainText({ repeatedInit, afterReset, ...variant }: VariantSummary): string {
  return [
    repeatedInit > 0 ? `${repeatedInit} of ${variant.okCold + variant.failedCold} cold` : "",
    afterReset > 0 ? `${afterReset} of ${variant.okWarm + variant.failedWarm} warm` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** ` (2 of 2.9 cores)` behind the name of a variant that needs more CPU than there was; empty where there was enough. */
export function cpuMark({ shortOfCpu }: VariantSummary): string {
  return shortOfCpu === undefined
    ? ""
    : ` (${shortOfCpu.cores} of ${shortOfCpu.neededCores.toFixed(1)} cores)`;
}

/** What of a variant is ok and not as planned, a sentence for each kind; none where all is as planned. */
export function exceptionSentences(variant: VariantSummary): string[] {
  const { okCold, failedCold, okWarm, failedWarm, repeatedInit, afterReset, recycled, shortOfCpu } = variant;
  return [
    shortOfCpu === undefined
      ? ""
      : `Lambda gives it the time of ${shortOfCpu.neededCores.toFixed(1)} cores and this machine had ${shortOfCpu.cores}: its figures are not Lambda's.`,
    afterReset > 0
      ? `${afterReset} of ${counted(okWarm + failedWarm, "warm invocation")} answered after a reset of the environment, with an init inside: in no distribution.`
      : "",
    repeatedInit > 0
      ? `${repeatedInit} of ${counted(okCold + failedCold, "cold start")} whose init failed and was done again inside the invocation: without init, with the failed init and the whole invocation as cold start.`
      : "",
    recycled > 0
      ? `${counted(recycled, "environment")} ended at ${recycled === 1 ? "its" : "their"} lifetime or idle limit: ${counted(variant.notTakenWarm, "planned warm invocation")} ${variant.notTakenWarm === 1 ? "was" : "were"} not taken.`
      : "",
  ].filter((sentence) => sentence !== "");
}
