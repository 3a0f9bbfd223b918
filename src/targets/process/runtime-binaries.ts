import { realpathSync } from "node:fs";
import {
  binaryNames,
  describeVersion,
  matchesVersion,
  type RuntimeVersion,
  versionOf,
} from "../../runtimes/version.ts";
import { InputError, UnavailableError } from "../../shared/errors.ts";
import { findOnPath, isExecutableFile } from "./path-search.ts";
import { probeBinary, type RuntimeBinary } from "./probe-binary.ts";

/** Where runtimes are looked for. */
export interface RuntimeBinariesOptions {
  /** The user's environment: its PATH is searched. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  /** Runtime identifier → path, from `--runtime-binary`: these win. */
  readonly runtimeBinaries: Readonly<Record<string, string>>;
  /** The Node.js that thaw runs on, which may not be on PATH. */
  readonly ownNode: string;
}

/** Finds the program that stands for a runtime; each is asked for its version once. */
export interface RuntimeBinaries {
  /**
   * @throws UnavailableError when this machine has none of that version, saying what was found; InputError when the
   * one named by --runtime-binary does not exist or is of another version.
   */
  find(identifier: string): Promise<RuntimeBinary>;
  /** The program behind a path, which may be a shim; undefined when it does not run. */
  probe(path: string, family: RuntimeVersion["family"]): Promise<RuntimeBinary | undefined>;
}

export function createRuntimeBinaries(options: RuntimeBinariesOptions): RuntimeBinaries {
  const probed = new Map<string, Promise<RuntimeBinary | undefined>>();
  const probe: RuntimeBinaries["probe"] = (path, family) => {
    const known = probed.get(path) ?? probeBinary(path, family, options.hostEnvironment);
    probed.set(path, known);
    return known;
  };
  return { probe, find: (identifier) => find(identifier, options, probe) };
}

async function find(
  identifier: string,
  options: RuntimeBinariesOptions,
  probe: RuntimeBinaries["probe"],
): Promise<RuntimeBinary> {
  const wanted = versionOf(identifier);
  if (wanted === undefined) {
    throw new UnavailableError(
      `the process target cannot run ${identifier}`,
      "it runs nodejs, python and provided runtimes, and any runtime with a bootstrap: command of its own",
    );
  }
  const named = options.runtimeBinaries[identifier];
  return named === undefined
    ? findInstalled(identifier, wanted, options, probe)
    : checkNamed(identifier, wanted, named, probe);
}

async function findInstalled(
  identifier: string,
  wanted: RuntimeVersion,
  { hostEnvironment, ownNode }: RuntimeBinariesOptions,
  probe: RuntimeBinaries["probe"],
): Promise<RuntimeBinary> {
  const onPath = binaryNames(wanted).flatMap((name) => findOnPath(name, hostEnvironment.PATH));
  const found = new Map<string, string>();
  for (const path of wanted.family === "nodejs" ? [...onPath, ownNode] : onPath) {
    const binary = await probe(path, wanted.family);
    if (binary !== undefined && matchesVersion(wanted, binary.version)) {
      return binary;
    }
    if (binary !== undefined) {
      // One program often has several names.
      found.set(realpathSync(binary.path), binary.version);
    }
  }
  throw new UnavailableError(
    `${identifier} needs ${describeVersion(wanted)}; found ${describeFound(found)}`,
    `install it or pass --runtime-binary ${identifier}=PATH`,
  );
}

function describeFound(found: ReadonlyMap<string, string>): string {
  return found.size === 0 ? "none" : [...found].map(([path, version]) => `${version} at ${path}`).join(", ");
}

async function checkNamed(
  identifier: string,
  wanted: RuntimeVersion,
  path: string,
  probe: RuntimeBinaries["probe"],
): Promise<RuntimeBinary> {
  const place = `--runtime-binary ${identifier}`;
  if (!isExecutableFile(path)) {
    throw new InputError([
      { place, message: `expected a program, got ${path}, which is no executable file` },
    ]);
  }
  const binary = await probe(path, wanted.family);
  if (binary === undefined || !matchesVersion(wanted, binary.version)) {
    const got = binary === undefined ? `${path}, which does not run` : `${binary.version} at ${path}`;
    throw new InputError([{ place, message: `expected ${describeVersion(wanted)}, got ${got}` }]);
  }
  return binary;
}
