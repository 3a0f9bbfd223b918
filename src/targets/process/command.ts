import { basename, isAbsolute, join } from "node:path";
import type { Variant } from "../../plan/variant.ts";
import { bundledBootstraps } from "../../runtimes/bundled-bootstraps.ts";
import { familyOf } from "../../runtimes/identifiers.ts";
import { lambdaRoots } from "../../runtimes/search-paths.ts";
import { type RuntimeVersion, versionOf } from "../../runtimes/version.ts";
import { PreparationError, UnavailableError } from "../../shared/errors.ts";
import { findOnPath, isFile, isProgram } from "./path-search.ts";
import type { RuntimeBinary } from "./probe-binary.ts";
import type { RuntimeBinaries } from "./runtime-binaries.ts";

/** What starts a runtime. */
export interface RuntimeCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The language runtime behind it, where there is one that we know. */
  readonly binary?: RuntimeBinary | undefined;
}

/** Where a command is looked for. */
export interface CommandPlaces {
  readonly taskRoot: string;
  readonly optRoot: string;
  readonly binaries: RuntimeBinaries;
  /** The user's PATH. */
  readonly path: string | undefined;
  readonly ownNode: string;
}

/**
 * The command of a variant's runtime: its own bootstrap, the bundled one of its language, or the `bootstrap` file of a
 * provided runtime. @throws UnavailableError, InputError, PreparationError.
 */
export async function runtimeCommand(variant: Variant, places: CommandPlaces): Promise<RuntimeCommand> {
  const { runtime, bootstrap } = variant;
  if (bootstrap !== undefined) {
    return ownBootstrap(variant, bootstrap, places);
  }
  if (familyOf(runtime) === "provided") {
    return { command: providedBootstrap(places), args: [] };
  }
  const binary = await places.binaries.find(runtime);
  return { command: binary.path, args: bundledArguments(runtime, places), binary };
}

/** Checks, before anything is built, what can be said without the package. @throws UnavailableError, InputError. */
export async function checkRuntime(
  { runtime, bootstrap }: Variant,
  { binaries }: Pick<CommandPlaces, "binaries">,
): Promise<void> {
  if (bootstrap === undefined ? familyOf(runtime) !== "provided" : managedWord(runtime, bootstrap[0] ?? "")) {
    await binaries.find(runtime);
  }
}

function bundledArguments(runtime: string, { optRoot }: CommandPlaces): readonly string[] {
  return versionOf(runtime)?.family === "python"
    ? // Not the user's own packages (-s); and nothing is written into the code (-B), which is read-only on Lambda.
      ["-s", "-B", bundledBootstraps.python, optRoot]
    : [bundledBootstraps.nodejs];
}

// As documented, not as AWS's emulators do: the code first, then the layers.
function providedBootstrap({ taskRoot, optRoot }: CommandPlaces): string {
  const found = [join(taskRoot, "bootstrap"), join(optRoot, "bootstrap")].find(isFile);
  if (found === undefined) {
    throw new PreparationError(
      `expected a file called bootstrap in the code or a layer, got none`,
      "a provided runtime runs it; or name a command with bootstrap:",
    );
  }
  if (!isProgram(found)) {
    // A shell would run it here; Lambda executes it directly and fails with Runtime.InvalidEntrypoint.
    throw new PreparationError(
      `bootstrap: expected a program, or a script whose first line begins with #!, got neither`,
    );
  }
  return found;
}

async function ownBootstrap(
  { runtime }: Variant,
  [word = "", ...args]: readonly string[],
  places: CommandPlaces,
): Promise<RuntimeCommand> {
  if (managedWord(runtime, word)) {
    const binary = await places.binaries.find(runtime);
    return { command: binary.path, args, binary };
  }
  const file = inPackage(word, places);
  if (file !== undefined) {
    return { command: file, args };
  }
  const found = findOnPath(word, places.path)[0] ?? (word === "node" ? places.ownNode : undefined);
  if (found === undefined) {
    throw new UnavailableError(
      `bootstrap: expected a file in the code or a program on PATH, got "${word}"`,
      `install ${word}, or check its name`,
    );
  }
  const family = languageOf(word);
  const binary = family === undefined ? undefined : await places.binaries.probe(found, family);
  return { command: binary?.path ?? found, args, binary };
}

/** True when a word means the managed runtime's own program: `node` for nodejs24.x, `python3` for python3.13. */
function managedWord(runtime: string, word: string): boolean {
  const version = versionOf(runtime);
  return version !== undefined && languageOf(word) === version.family;
}

function languageOf(word: string): RuntimeVersion["family"] | undefined {
  if (word === "node") {
    return "nodejs";
  }
  return /^python(3(\.\d+)?)?$/.test(word) ? "python" : undefined;
}

function inPackage(word: string, { taskRoot, optRoot }: CommandPlaces): string | undefined {
  const path = onThisMachine(word, taskRoot, optRoot);
  return isFile(path) ? path : undefined;
}

/** Paths as they are on Lambda lead to our copies. */
function onThisMachine(word: string, taskRoot: string, optRoot: string): string {
  if (word.startsWith(`${lambdaRoots.task}/`)) {
    return join(taskRoot, word.slice(lambdaRoots.task.length));
  }
  if (word.startsWith(`${lambdaRoots.opt}/`) && basename(word) !== "") {
    return join(optRoot, word.slice(lambdaRoots.opt.length));
  }
  return isAbsolute(word) ? word : join(taskRoot, word);
}
