import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { engineTexts } from "./engine-text.ts";
import { codeSpan, escaped } from "./markdown-text.ts";
import { counted, enumerated } from "./numbers.ts";
import {
  coldMethods,
  eachOnce,
  hostText,
  noiseText,
  regionTexts,
  runtimeArns,
  runtimeVersions,
} from "./run-facts.ts";
import { tailText } from "./tail-text.ts";

/** Where, when, with what and in which order a run was measured: a Markdown item for each fact that is known. */
export function howMeasured(manifest: RunManifest, summary: Summary): string[] {
  const { segments, gitCommit } = manifest;
  const hosts = eachOnce(segments, (segment) => hostText(segment.host));
  const engines = engineTexts(segments);
  const harness = eachOnce(
    segments,
    ({ harnessVersion, host }) => `thaw ${harnessVersion} on Node.js ${host.nodeVersion}`,
  );
  const runtimes = runtimeVersions(manifest);
  const methods = coldMethods(summary);
  const noise = noiseText(summary);
  return [
    item(
      "Target",
      escaped(manifest.target + (manifest.targetReason === undefined ? "" : ` (${manifest.targetReason})`)),
    ),
    item("Region", regionTexts(manifest).map(escaped).join("; ")),
    item(hostTitle(manifest, hosts.length), hosts.map(escaped).join("; ")),
    item(engines.length > 1 ? "Engines" : "Engine", engines.map(escaped).join("; then ")),
    item("Harness", harness.map(escaped).join("; ")),
    item("Runtimes", escaped(enumerated(runtimes))),
    item("Runtimes by AWS", runtimeArns(manifest).map(escaped).join("; ")),
    item("Code", gitCommit === undefined ? "" : codeText(gitCommit, manifest.gitDirty === true)),
    item("Cold starts forced by", enumerated(methods)),
    item(
      "Order",
      `${counted(manifest.blocks, "block")} of one environment per variant, shuffled with seed ${manifest.seed}`,
    ),
    item("Warm-up", warmupText(manifest)),
    item(
      "Samples",
      `${summary.sampleCount} from ${counted(summary.environmentCount, "environment")}, warm-up and failures included`,
    ),
    item("Time", timeText(manifest)),
    item("Noise", noise ?? ""),
    item("The log's end", tailText(manifest, summary) ?? ""),
    item("Run", codeSpan(manifest.runId)),
  ].filter((line) => line !== "");
}

/** On Lambda the host is only where the calls came from. */
function hostTitle({ target }: RunManifest, count: number): string {
  return target === "lambda" ? "Called from" : count > 1 ? "Hosts" : "Host";
}

function codeText(commit: string, dirty: boolean): string {
  return `git commit ${codeSpan(commit.slice(0, 12))}${dirty ? " with uncommitted changes" : ""}`;
}

function warmupText({ variants }: RunManifest): string {
  const blocks = Math.max(0, ...variants.map((variant) => variant.warmupBlocks));
  const settle = Math.max(0, ...variants.map((variant) => variant.settle));
  const parts = [
    ...(blocks === 0 ? [] : [blocks === 1 ? "the first block" : `the first ${blocks} blocks`]),
    ...(settle === 0 ? [] : [`the first ${counted(settle, "warm invocation")} of each environment`]),
  ];
  return parts.length === 0 ? "none" : `${enumerated(parts)}, recorded and in no distribution`;
}

function timeText({ startedAt, endedAt, segments }: RunManifest): string {
  const parts = segments.length > 1 ? `, in ${segments.length} parts` : "";
  return `${startedAt}${endedAt === undefined ? "" : ` to ${endedAt}`}${parts}`;
}

function item(name: string, text: string): string {
  return text === "" ? "" : `${name}: ${text}`;
}
