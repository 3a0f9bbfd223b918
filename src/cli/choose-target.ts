import type { Variant } from "../plan/variant.ts";
import type { TargetName } from "../samples/sample.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { InputError, UnavailableError } from "../shared/errors.ts";
import type { Host } from "./host.ts";

/** The target of a run, and why it is that one where nobody named it. */
export interface ChosenTarget {
  readonly name: TargetName;
  readonly reason?: string | undefined;
}

/**
 * `--target` wins, then what the scenarios ask for, then `auto`.
 * @throws InputError when scenarios ask for different targets; UnavailableError when the target cannot run here.
 */
export function wantedTarget(
  flag: string | undefined,
  scenarios: readonly Scenario[],
  platform: NodeJS.Platform,
): TargetName | "auto" {
  const wanted = flag ?? wantedByScenarios(scenarios);
  if (platform === "win32") {
    throw new UnavailableError("measuring does not work on Windows itself", "run thaw inside WSL 2");
  }
  switch (wanted) {
    case "process":
    case "docker":
    case "lambda":
    case "auto":
      return wanted;
    default:
      throw new UnavailableError(`there is no target ${wanted}`, "use --target process, docker or lambda");
  }
}

/** `auto` is docker only where an engine answers and has every image that is needed: nothing is ever fetched by it. */
export async function chooseTarget(
  wanted: TargetName | "auto",
  variants: readonly Variant[],
  images: Readonly<Record<string, string>>,
  { environment, architecture: hostArchitecture }: Pick<Host, "environment" | "architecture">,
): Promise<ChosenTarget> {
  if (wanted !== "auto") {
    return { name: wanted };
  }
  const { obstacleToDocker } = await import("../targets/docker/examine.ts");
  const { neededImages } = await import("../targets/docker/needed-images.ts");
  const needed = neededImages(variants, { images, hostArchitecture });
  const obstacle = await obstacleToDocker(environment, needed);
  return obstacle === undefined
    ? { name: "docker", reason: "auto: a container engine answers and has every image" }
    : { name: "process", reason: `auto: ${obstacle}` };
}

function wantedByScenarios(scenarios: readonly Scenario[]): string {
  const named = [
    ...new Set(scenarios.map((scenario) => scenario.target).filter((target) => target !== "auto")),
  ];
  if (named.length > 1) {
    const message = `expected scenarios of one target in a run, got ${named.join(" and ")}`;
    throw new InputError([{ place: "target", message, hint: "name one with --target, or run them apart" }]);
  }
  return named[0] ?? "auto";
}
