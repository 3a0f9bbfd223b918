import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll } from "vitest";
import { removeTree } from "../../src/packages/read-only.ts";
import type { RunManifest } from "../../src/samples/run-manifest.ts";
import type { Sample } from "../../src/samples/sample.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Removed when the tests of the file that made them have ended. */
const made: string[] = [];
afterAll(async () => {
  await Promise.all(made.map(removeTree));
});

function madeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
  made.push(folder);
  return folder;
}

/** What a command that has ended leaves. */
export interface Ended {
  readonly exitCode?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way: awaited for its end, or sent a signal. */
export interface Started extends Promise<Ended> {
  kill(signal: NodeJS.Signals): boolean;
}

const started = new Set<number>();

/** Whether a process of this number was started by this test file, as by `noted`. */
export function isStarted(pid: number): boolean {
  return started.has(pid);
}

/** Remembers a process that this test file started. */
export function noted<Process extends { readonly pid?: number | undefined }>(process: Process): Process {
  if (process.pid !== undefined) {
    started.add(process.pid);
  }
  return process;
}

/** A user's folder with scenario files and functions, and a cache and a temporary folder of its own. */
export interface Workplace {
  readonly folder: string;
  /** Starts `thaw …` in it. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  /** As `start`, by another command before it, as `unshare` or `sh`. */
  startBy(
    command: readonly [string, ...string[]],
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Started;
  /** Writes a file, with its folders. */
  write(path: string, content: string): string;
  read(path: string): string;
  path(...parts: string[]): string;
  /** Entries of the temporary folder and of the session notes: empty when nothing was left behind. */
  leftovers(): readonly string[];
}

/** An empty workplace; `files` are written into it. */
export function workplace(files: Readonly<Record<string, string>> = {}): Workplace {
  const root = madeFolder();
  const folder = join(root, "work");
  const temporary = join(root, "tmp");
  const cache = join(root, "cache");
  for (const one of [folder, temporary]) {
    mkdirSync(one);
  }
  const path = (...parts: string[]) => join(folder, ...parts);
  const write = (name: string, content: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
    return path(name);
  };
  for (const [name, content] of Object.entries(files)) {
    write(name, content);
  }
  const startBy: Workplace["startBy"] = ([program, ...before], args, env = {}) =>
    noted(
      execa(program, [...before, ...args], {
        cwd: folder,
        // No engine: what a test is about must not depend on whether one answers here.
        env: { TMPDIR: temporary, THAW_CACHE_DIR: cache, DOCKER_HOST: "unix:///nowhere.sock", ...env },
        reject: false,
        stdin: "ignore",
      }),
    );
  return {
    folder,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    start: (args, env) => startBy(["node", main], args, env),
    startBy: (command, args, env) => startBy([...command, "node", main], args, env),
    leftovers: () => [...entries(temporary), ...entries(join(cache, "sessions"))],
  };
}

/** The identifier of the Node.js that runs this test: always available here. */
export const nodeRuntime = `nodejs${process.versions.node.split(".")[0]}.x`;

/** A scenario of one Node.js function with few samples, and its handler's source. */
export function oneFunction(source: string, changes = ""): Readonly<Record<string, string>> {
  return {
    "one.yaml": `function: { code: fn, handler: index.handler }
runtimes: { node: { runtime: ${nodeRuntime} } }
samples: { cold: 2, warm: 2, warmupBlocks: 1 }
${changes}`,
    "fn/index.mjs": source,
  };
}

/** The samples of a run directory, line by line. */
export function samplesOf(directory: string): readonly Sample[] {
  return readFileSync(join(directory, "samples.ndjson"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** run.json of a run directory. */
export function manifestOf(directory: string): RunManifest {
  return JSON.parse(readFileSync(join(directory, "run.json"), "utf8"));
}

/** Copies a run directory to a place of another path length. */
export function copyOf(directory: string): string {
  const copy = join(madeFolder(), "somewhere", "else", "run");
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(directory, copy, { recursive: true });
  return copy;
}

function entries(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
