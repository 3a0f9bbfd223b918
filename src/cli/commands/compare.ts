import { type Compared, comparedFacts } from "../../reports/compared.ts";
import { comparisonGithub } from "../../reports/comparison-github.ts";
import { comparisonJson } from "../../reports/comparison-json.ts";
import { comparisonJunit } from "../../reports/comparison-junit.ts";
import { comparisonMarkdown } from "../../reports/comparison-markdown.ts";
import { comparisonTerminal } from "../../reports/comparison-terminal.ts";
import { InputError } from "../../shared/errors.ts";
import { gateOf } from "../../statistics/gate.ts";
import { judgeRun, judgeRuns } from "../../statistics/judge-run.ts";
import type { QuantilesOf } from "../../statistics/with-quantiles.ts";
import { readRunToCompare, reasonsAgainst } from "../compared-run.ts";
import type { ExitCode } from "../exit-codes.ts";
import { announceGate, gateExitCode, wantedGate } from "../gate.ts";
import { currentHost, type Host } from "../host.ts";
import { type CompareOptions, compareOptions, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
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
  const progress = new SlowProgress(output, host.clock);
  const found = await (candidate === undefined
    ? compareSidesOf(base, options, host, progress)
    : compareBoth(base, candidate, options, host, progress)
  ).finally(() => progress.end());
  const failOn = wantedGate(options.failOn, true);
  const gate = gateOf(found.comparison, failOn);
  print({ ...found, failOn, gate }, options, output);
  announceGate(gate, failOn, output);
  return gateExitCode(gate);
}

type Found = Pick<Compared, "comparison" | "facts">;

async function compareSidesOf(
  path: string,
  { watch }: CompareOptions,
  host: Host,
  progress: SlowProgress,
): Promise<Found> {
  const { manifest, values } = await readRunToCompare(path, host, progress);
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
  host: Host,
  progress: SlowProgress,
): Promise<Found> {
  const baseline = await readRunToCompare(base, host, progress);
  const candidate = await readRunToCompare(other, host, progress);
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
