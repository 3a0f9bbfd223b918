import { familyOf, type RuntimeFamily } from "./identifiers.ts";

/** The language and version that an identifier of a runtime that we can start ourselves stands for. */
export interface RuntimeVersion {
  readonly family: Extract<RuntimeFamily, "nodejs" | "python">;
  /** As people write it: `24`, `3.13`. */
  readonly version: string;
}

/** `nodejs24.x` → Node.js 24, `python3.13` → Python 3.13; undefined for every other runtime. */
export function versionOf(identifier: string): RuntimeVersion | undefined {
  const family = familyOf(identifier);
  const version = /^(?:nodejs(\d+)\.x|python(\d+\.\d+))$/.exec(identifier);
  if (version === null || (family !== "nodejs" && family !== "python")) {
    return undefined;
  }
  return { family, version: version[1] ?? version[2] ?? "" };
}

/** True when what a binary reports (`v24.1.0`, `3.13.0`) is the version that the identifier stands for. */
export function matchesVersion({ version }: RuntimeVersion, reported: string): boolean {
  const numbers = reported.replace(/^v/, "").split(".");
  return version.split(".").every((number, index) => numbers[index] === number);
}

/** The names under which a binary of this version is looked for on PATH, the most specific first. */
export function binaryNames({ family, version }: RuntimeVersion): readonly string[] {
  return family === "nodejs"
    ? [`node${version}`, `node-${version}`, "node"]
    : [`python${version}`, "python3", "python"];
}

/** `Node.js 24`, `Python 3.13`. */
export function describeVersion({ family, version }: RuntimeVersion): string {
  return `${languageNames[family]} ${version}`;
}

const languageNames = { nodejs: "Node.js", python: "Python" } as const;
