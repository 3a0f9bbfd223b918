import { createPlan } from "../../plan/create-plan.ts";
import { imageNameOf } from "../../runtimes/images.ts";
import { loadScenarios } from "../../scenario/load.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { images, list, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { showFetching } from "../show-fetching.ts";

/**
 * `thaw pull`: fetches the images that the scenarios' zip packages run on.
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
  const zipped = variants.filter((variant) => variant.package === "zip");
  const wanted = [...new Set(zipped.map((variant) => imageNameOf(variant, named)))];
  const { pullImages } = await import("../../targets/docker/pull.ts");
  const pulled = await pullImages(host.environment, wanted, showFetching(output));
  output.status("");
  if (output.json) {
    output.data(JSON.stringify(pulled, null, 2));
  }
  for (const result of pulled) {
    if (result.outcome === "failed") {
      output.warn(result.reason);
    } else {
      output.result(`${result.image}: ${result.outcome === "fetched" ? "fetched" : "is here"}`);
    }
  }
  return pulled.some(({ outcome }) => outcome === "failed") ? exitCode.unavailable : exitCode.done;
}
