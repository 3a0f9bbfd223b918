import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { InputError, messageOf, type Problem } from "../shared/errors.ts";
import type { Disk } from "./context.ts";
import { type ReadScenario, readScenario } from "./read-scenario.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Loads scenario files. A path is a YAML or JSON file, or a folder, which means its *.yaml and *.yml (not below it),
 * sorted. `env` fills `${env:…}`; paths in messages are relative to `cwd`.
 * @throws InputError with every problem of every file.
 */
export async function loadScenarios(
  paths: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<readonly Scenario[]> {
  const problems: Problem[] = [];
  const files = new Set(paths.flatMap((path) => findFiles(path, cwd, problems)));
  const read = [...files].map((file) => readFile(file, env, cwd));
  problems.push(...read.flatMap((result) => result.problems), ...sameNames(read, cwd));
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return read.flatMap(({ scenario }) => (scenario === undefined ? [] : [scenario]));
}

function findFiles(path: string, cwd: string, problems: Problem[]): readonly string[] {
  const absolute = resolve(cwd, path);
  const kind = disk.kind(absolute);
  if (kind === "file") {
    return [absolute];
  }
  if (kind === undefined) {
    problems.push({
      place: path,
      message: "expected a scenario file or folder, got a path that does not exist",
    });
    return [];
  }
  const files = disk
    .list(absolute)
    .filter((name) => /\.ya?ml$/.test(name) && disk.kind(join(absolute, name)) === "file")
    .toSorted()
    .map((name) => join(absolute, name));
  if (files.length === 0) {
    problems.push({ place: path, message: "expected a folder with *.yaml or *.yml files, got none" });
  }
  return files;
}

function readFile(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): ReadScenario {
  const shown = shownPath(file, cwd);
  try {
    return readScenario({ text: disk.read(file), file, shown, env, disk });
  } catch (error) {
    if (!isFileError(error)) {
      throw error;
    }
    return {
      namePlace: shown,
      problems: [{ place: shown, message: `expected a file, got: ${messageOf(error)}` }],
    };
  }
}

/** Names are the first part of every id, so one name stands for one file. */
function sameNames(read: readonly ReadScenario[], cwd: string): readonly Problem[] {
  const first = new Map<string, Scenario>();
  return read.flatMap(({ scenario, namePlace }) => {
    if (scenario === undefined) {
      return [];
    }
    const other = first.get(scenario.name);
    if (other === undefined) {
      first.set(scenario.name, scenario);
      return [];
    }
    const got = `${JSON.stringify(scenario.name)}, which ${shownPath(other.file, cwd)} has`;
    return [{ place: namePlace, message: `expected a name that no other scenario has, got ${got}` }];
  });
}

/** Relative where the file is below the working folder. */
function shownPath(file: string, cwd: string): string {
  const shown = relative(cwd, file);
  return shown.startsWith("..") || isAbsolute(shown) ? file : shown;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Synchronous: a few small files before anything is measured, and each call is one line to read. */
const disk: Disk = {
  kind(path) {
    const found = orUndefined(() => statSync(path));
    return found?.isDirectory() ? "folder" : found?.isFile() ? "file" : undefined;
  },
  list(folder) {
    return orUndefined(() => readdirSync(folder)) ?? [];
  },
  read(path) {
    return readFileSync(path, "utf8");
  },
};

/** What cannot be looked at, because it is missing, forbidden or a loop of links, is not there for a scenario. */
function orUndefined<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (isFileError(error)) {
      return undefined;
    }
    throw error;
  }
}
