import type { TargetName } from "../samples/sample.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { InputError, UnavailableError } from "../shared/errors.ts";

/** The target of a run, and why it is that one where nobody named it. */
export interface ChosenTarget {
  readonly name: TargetName;
  readonly reason?: string | undefined;
}

/**
 * `--target` wins, then what the scenarios ask for, then `auto`.
 * @throws InputError when scenarios ask for different targets; UnavailableError when the target cannot run here.
 */
export function chooseTarget(
  flag: string | undefined,
  scenarios: readonly Scenario[],
  platform: NodeJS.Platform,
): ChosenTarget {
  const wanted = flag ?? wantedByScenarios(scenarios);
  if (platform === "win32") {
    throw new UnavailableError("measuring does not work on Windows itself", "run thaw inside WSL 2");
  }
  switch (wanted) {
    case "process":
    case "docker":
      return { name: wanted };
    case "auto":
      return { name: "process", reason: "auto: docker runs when it is asked for, --target docker" };
    default:
      throw new UnavailableError(
        `the ${wanted} target is not part of this version`,
        "use --target process or --target docker",
      );
  }
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
