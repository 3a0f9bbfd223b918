import { createPlan } from "../../plan/create-plan.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { namedScenarios } from "../named-scenarios.ts";
import type { Output } from "../output.ts";

/** `thaw validate`: checks scenario files. @throws InputError with every problem of every file. */
export async function validateCommand(paths: readonly string[], output: Output): Promise<ExitCode> {
  const host = currentHost();
  const scenarios = await namedScenarios(paths, host);
  createPlan(scenarios, { filters: [], hostArchitecture: host.architecture });
  if (output.json) {
    output.data(JSON.stringify(scenarios.map(({ name, file, notYetUsed }) => ({ name, file, notYetUsed }))));
  }
  for (const scenario of scenarios) {
    for (const sentence of scenario.notYetUsed) {
      output.note(sentence);
    }
    output.result(`${scenario.name}: ok`);
  }
  return exitCode.done;
}
