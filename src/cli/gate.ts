import type { RunManifest } from "../samples/run-manifest.ts";
import { InputError } from "../shared/errors.ts";
import type { FailOn, Gate } from "../statistics/comparison.ts";
import { type ExitCode, exitCode } from "./exit-codes.ts";
import type { Output } from "./output.ts";

/** More reasons than this are counted: all are in the report. */
const mostReasons = 20;

/**
 * What a run fails on: `--fail-on`, else all that can gate. @throws InputError where verdicts were asked for of a run without a
 * baseline, which has none.
 */
export function wantedGate(failOn: FailOn | undefined, hasBaseline: boolean): FailOn {
  if (failOn !== undefined && failOn !== "budget" && !hasBaseline) {
    const message = `expected budget in a run without a baseline, got ${failOn}`;
    throw new InputError([
      { place: "--fail-on", message, hint: "with --baseline there is something to be slower than" },
    ]);
  }
  return failOn ?? (hasBaseline ? "any" : "budget");
}

/** True where something of a run can gate: a side to be slower than, or a budget. */
export function hasGate({ baseline, rules = [] }: RunManifest): boolean {
  return baseline !== undefined || rules.some(({ budgets = {} }) => Object.keys(budgets).length > 0);
}

/** 1 for a gate that failed, 5 for one that could not decide. */
export function gateExitCode({ outcome }: Gate): ExitCode {
  switch (outcome) {
    case "passed":
      return exitCode.done;
    case "failed":
      return exitCode.gateFailed;
    case "undecided":
      return exitCode.undecided;
    default:
      return outcome satisfies never;
  }
}

/** Says on stderr why a gate did not pass, also under --quiet; that it passed only among the rest. */
export function announceGate({ outcome, reasons }: Gate, failOn: FailOn, output: Output): void {
  if (outcome === "passed") {
    output.note(`gate (--fail-on ${failOn}): passed`);
    return;
  }
  const left = reasons.length - mostReasons;
  const lines = [
    `gate (--fail-on ${failOn}): ${outcome}`,
    ...reasons.slice(0, mostReasons).map((reason) => `  ${reason}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
  output.warn(lines.join("\n"));
}
