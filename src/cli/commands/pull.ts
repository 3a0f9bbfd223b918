import { createPlan } from "../../plan/create-plan.ts";
import { loadScenarios } from "../../scenario/load.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { images, list, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { showImages } from "../show-images.ts";

/**
 * `thaw pull`: fetches the images that the scenarios run on, name, or build from.
 * @throws InputError, UnavailableError when no engine answers.
 */
export async function pullCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  const named = images(raw);
  const scenarios = await loadScenarios(paths, host.environment, host.cwd);
  const { variants } = createPlan(scenarios, {
    filters: list(raw.filter),
    hostArchitecture: host.architecture,
  });
  const { neededImages } = await import("../../targets/docker/needed-images.ts");
  const { pullImages } = await import("../../targets/docker/pull.ts");
  const wanted = neededImages(variants, { images: named, hostArchitecture: host.architecture });
  const pulled = await pullImages(host.environment, wanted, showImages(output));
  output.status("");
  if (output.json) {
    output.data(JSON.stringify(pulled, null, 2));
  }
  for (const result of pulled) {
    if (result.outcome === "failed") {
      output.warn(result.hint === undefined ? result.reason : `${result.reason}\n  ${result.hint}`);
    } else {
      const digest = result.digest === undefined ? "" : ` (${result.digest})`;
      output.result(`${result.image}: ${result.outcome === "fetched" ? "fetched" : "is here"}${digest}`);
    }
  }
  return pulled.some(({ outcome }) => outcome === "failed") ? exitCode.unavailable : exitCode.done;
}
