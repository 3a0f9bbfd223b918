import { join } from "node:path";
import type { Variant } from "../../plan/variant.ts";
import { familyOf } from "../../runtimes/identifiers.ts";
import { lambdaRoots } from "../../runtimes/search-paths.ts";
import { PreparationError } from "../../shared/errors.ts";

/** What starts a runtime in its container. */
export interface ContainerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it runs; absent: in the task root. */
  readonly cwd?: string | undefined;
}

/**
 * The command of a variant's runtime: its own, the `bootstrap` file of a provided runtime, or the client in the image.
 * `isFile`: whether a path exists in the package. @throws PreparationError when a provided runtime has no bootstrap.
 */
export function runtimeCommand(
  { runtime, bootstrap }: Pick<Variant, "runtime" | "bootstrap">,
  isFile: (place: "task" | "opt", path: string) => boolean,
): ContainerCommand {
  if (bootstrap !== undefined) {
    const [word = "", ...args] = bootstrap;
    return { command: isFile("task", word) ? join(lambdaRoots.task, word) : word, args };
  }
  if (familyOf(runtime) !== "provided") {
    return { command: `${lambdaRoots.runtime}/bootstrap`, args: [] };
  }
  // As documented, not as AWS's emulators do: the code first, then the layers.
  const place = (["task", "opt"] as const).find((root) => isFile(root, "bootstrap"));
  if (place === undefined) {
    throw new PreparationError(
      "expected a file called bootstrap in the code or a layer, got none",
      "a provided runtime runs it; or name a command with bootstrap:",
    );
  }
  return { command: join(lambdaRoots[place], "bootstrap"), args: [] };
}
