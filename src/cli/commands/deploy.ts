import { createPlan } from "../../plan/create-plan.ts";
import { counted } from "../../reports/numbers.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { describeAll } from "../announce-run.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { loadTarget } from "../load-target.ts";
import { namedScenarios } from "../named-scenarios.ts";
import { lambdaFlags, list, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { prepareVariants } from "../prepare-variants.ts";
import { pricesFor } from "../prices-for.ts";
import { refuseStandingCost } from "../refuse-standing-cost.ts";
import { redactor } from "../secrets.ts";
import { showImages } from "../show-images.ts";
import { listenForStop } from "../stop-signals.ts";

/** What snapshots that are deployed may cost in US dollars, as runs may by default. */
const deployableUsd = 1;

/**
 * `thaw deploy`: makes on AWS what `thaw run --keep` of the same scenario files measures, and leaves it there.
 * @throws InputError; UnavailableError when AWS does not let it, or nothing could be made.
 */
export async function deployCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  const scenarios = await namedScenarios(paths, host);
  const plan = createPlan(scenarios, {
    filters: list(raw.filter),
    hostArchitecture: host.architecture,
    regions: "of-scenarios",
  });
  refuseStandingCost(plan, { maxCostUsd: deployableUsd, keep: true }, pricesFor(host, undefined));
  const scenarioFiles = scenarios.map(({ file }) => file);
  const request = {
    scenarioFiles,
    filters: [],
    runtimeBinaries: {},
    allowUnavailable: false,
    endpoint: lambdaFlags(raw).endpoint,
  };
  const stop = listenForStop(output);
  const making = { fetch: false, onProgress: showImages(output) };
  const target = await loadTarget(
    { target: "lambda", runId: "", request },
    host,
    making,
    true,
    plan.variants.length,
  );
  stop.onSecond(() => target.abort());
  try {
    const redact = redactor(scenarioFiles, host.environment);
    const { signal } = stop;
    const preparing = {
      plan,
      measureIdentical: true,
      failedHooks: new Map(),
      target,
      signal,
      redact,
      output,
    };
    const { prepared, notMeasured } = await prepareVariants(preparing);
    output.status("");
    const isUnavailable = notMeasured.some(({ kind }) => kind === "unavailable");
    if (prepared.size === 0 && isUnavailable && !signal.aborted) {
      throw new UnavailableError(describeAll(notMeasured));
    }
    if (notMeasured.length > 0) {
      output.warn(describeAll(notMeasured));
    }
    output.result(
      `${prepared.size} of ${counted(plan.variants.length, "variant")} on AWS Lambda, for a day` +
        (prepared.size === 0
          ? ""
          : "; thaw run --target lambda --keep measures them, thaw cleanup --target lambda --deployed removes them"),
    );
    return stop.code() ?? (notMeasured.length > 0 ? exitCode.incomplete : exitCode.done);
  } finally {
    await target.dispose();
    stop.dispose();
  }
}
