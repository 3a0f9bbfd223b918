import { existsSync } from "node:fs";
import { access, constants, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError, messageOf } from "../shared/errors.ts";
import { formatVersion, type RunManifest } from "./run-manifest.ts";

const manifestFile = "run.json";
export const samplesFile = "samples.ndjson";
export const reportFile = "report.md";

/** `2026-11-23T19-20-11Z-a1b2`: sorts by time. `suffix` gives four random hexadecimal digits. */
export function runIdOf(date: Date, suffix: () => string): string {
  const second = date.toISOString().slice(0, 19).replaceAll(":", "-");
  return `${second}Z-${suffix()}`;
}

/**
 * Makes a new run directory, with its parents, and an empty samples file in it: an unwritable place fails here,
 * before anything was measured.
 * @throws InputError when it cannot be made or written, or holds anything already.
 */
export async function createRunDirectory(
  path: string,
  hint = "name another folder, or go on with a run with --resume",
): Promise<void> {
  const held = await makeAndList(path);
  if (held.length > 0) {
    const message = `expected a new or empty folder, got one that holds ${shownNames(held)}`;
    throw new InputError([{ place: path, message, hint }]);
  }
  try {
    await access(path, constants.W_OK);
    await writeFile(join(path, samplesFile), "", { flag: "wx" });
  } catch (error) {
    throw unusable(path, "a folder that can be written", error);
  }
}

/** Replaces run.json in one step: a reader sees the old or the new one, never half of it. @throws InputError. */
export async function writeManifest(directory: string, manifest: RunManifest): Promise<void> {
  const path = join(directory, manifestFile);
  try {
    await writeFile(`${path}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(`${path}.tmp`, path);
  } catch (error) {
    await rm(`${path}.tmp`, { force: true });
    throw unusable(path, "a file that can be written", error);
  }
}

/**
 * Reads and checks run.json.
 * @throws InputError when the folder is not a run directory, the file is damaged, or its format is another version.
 */
export async function readManifest(directory: string): Promise<RunManifest> {
  const path = join(directory, manifestFile);
  const value = parseJson(path, await readText(directory, path));
  refuseOtherVersion(path, value);
  // Loaded only here: the schema library costs more time than everything else that --help needs.
  const { checkManifest } = await import("./check-manifest.ts");
  return checkManifest(path, value);
}

async function makeAndList(path: string): Promise<string[]> {
  try {
    await makeFolder(path);
    return await readdir(path);
  } catch (error) {
    throw unusable(path, "a folder that can be made and read", error);
  }
}

/** Not `mkdir` with `recursive`: that never returns where a parent exists and refuses with ENOENT, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" && dirname(path) !== path) {
      await makeFolder(dirname(path));
      await mkdir(path);
    } else if (code !== "EEXIST") {
      throw error;
    }
  }
}

function shownNames(names: readonly string[]): string {
  const shown = names.toSorted().slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

async function readText(directory: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTDIR") {
      throw unusable(directory, "a run directory", error);
    }
    const got = existsSync(directory) ? `nothing called ${manifestFile} in it` : "nothing";
    throw new InputError([{ place: directory, message: `expected a run directory, got ${got}` }], {
      cause: error,
    });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(path, "the JSON of a run manifest", error);
  }
}

function refuseOtherVersion(path: string, value: unknown): void {
  const found =
    value !== null && typeof value === "object" && "formatVersion" in value ? value.formatVersion : undefined;
  if (found !== formatVersion) {
    const message = `expected format version ${formatVersion}, got ${JSON.stringify(found) ?? "nothing"}`;
    const newer = typeof found === "number" && found > formatVersion;
    throw new InputError([
      {
        place: `${path} formatVersion`,
        message,
        ...(newer ? { hint: "a newer thaw wrote it; read it with that" } : {}),
      },
    ]);
  }
}

function unusable(place: string, expected: string, error: unknown): InputError {
  return new InputError([{ place, message: `expected ${expected}, got ${messageOf(error)}` }], {
    cause: error,
  });
}
