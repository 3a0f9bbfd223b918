import { type Compared, comparedFacts } from "../../reports/compared.ts";
import { comparisonGithub } from "../../reports/comparison-github.ts";
import { comparisonJson } from "../../reports/comparison-json.ts";
import { comparisonJunit } from "../../reports/comparison-junit.ts";
import { comparisonMarkdown } from "../../reports/comparison-markdown.ts";
import { comparisonTerminal } from "../../reports/comparison-terminal.ts";
import type { RunManifest } from "../../samples/run-manifest.ts";
import { InputError } from "../../shared/errors.ts";
import { gateOf } from "../../statistics/gate.ts";
import { judgeRun, judgeRuns } from "../../statistics/judge-run.ts";
import type { QuantilesOf } from "../../statistics/with-quantiles.ts";
import { type ReadRun, readRunToCompare, reasonsAgainst } from "../compared-run.ts";
import type { ExitCode } from "../exit-codes.ts";
import { announceGate, gateExitCode, wantedGate } from "../gate.ts";
import { currentHost } from "../host.ts";
import { type CompareOptions, compareOptions, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { ownPrices } from "../own-prices.ts";
import { quantilesInWorkers } from "../quantile-workers.ts";
import { SlowProgress } from "../slow-progress.ts";
import { watchedMeasures } from "../watched.ts";

/**
 * `thaw compare`: holds two runs, or the two sides of one, against each other, and gates.
 * @throws InputError when one is not a run directory, has no two sides or no watched phase, or the two should not be compared.
 */
export async function compareCommand(
  base: string,
  candidate: string | undefined,
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const options = compareOptions(raw);
  const host = currentHost();
  const prices = await ownPrices(options.prices, host);
  const progress = new SlowProgress(output, host.clock);
  const read = async (path: string) => pricedBy(await readRunToCompare(path, host, progress), prices);
  const found = await (candidate === undefined
    ? compareSidesOf(base, options, read, progress)
    : compareBoth(base, candidate, options, read, progress)
  ).finally(() => progress.end());
  const failOn = wantedGate(options.failOn, true);
  const gate = gateOf(found.comparison, failOn);
  print({ ...found, failOn, gate }, options, output);
  announceGate(gate, failOn, output);
  return gateExitCode(gate);
}

type Found = Pick<Compared, "comparison" | "facts">;
type Read = (path: string) => Promise<ReadRun>;

/** By other prices than the run recorded, where some are given. */
function pricedBy(run: ReadRun, prices: RunManifest["prices"]): ReadRun {
  return prices === undefined ? run : { ...run, manifest: { ...run.manifest, prices } };
}

async function compareSidesOf(
  path: string,
  { watch }: CompareOptions,
  read: Read,
  progress: SlowProgress,
): Promise<Found> {
  const { manifest, values } = await read(path);
  watchedMeasures(watch, manifest.variants, manifest.target);
  progress.say("comparing");
  const { comparison } = await judgeRun(manifest, values, quantilesBy(progress), watch);
  if (comparison === undefined) {
    const message = "expected a run of two sides, got one that was measured without --baseline";
    throw new InputError([{ place: path, message, hint: "name a second run to compare it with" }]);
  }
  return { comparison, facts: comparedFacts(manifest) };
}

async function compareBoth(
  base: string,
  other: string,
  options: CompareOptions,
  read: Read,
  progress: SlowProgress,
): Promise<Found> {
  const baseline = await read(base);
  const candidate = await read(other);
  for (const { manifest } of [baseline, candidate]) {
    watchedMeasures(options.watch, manifest.variants, manifest.target);
  }
  const despite = reasonsAgainst(baseline, candidate, options.force);
  progress.say("comparing");
  const comparison = await judgeRuns(baseline, candidate, quantilesBy(progress), {
    watched: options.watch,
    despite,
  });
  return { comparison, facts: comparedFacts(candidate.manifest, baseline.manifest) };
}

function quantilesBy(progress: SlowProgress): QuantilesOf {
  return (tasks) =>
    quantilesInWorkers(tasks, {
      onDone: (done) => progress.say("resampling", `: ${done} of ${tasks.length} differences of percentiles`),
    });
}

const renderers = {
  md: comparisonMarkdown,
  json: comparisonJson,
  junit: comparisonJunit,
  github: comparisonGithub,
} as const;

function print(compared: Compared, { format }: CompareOptions, output: Output): void {
  if (format === "terminal") {
    output.result(comparisonTerminal(compared, output.width));
  } else {
    output.data(renderers[format](compared));
  }
}
