import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeTree } from "../../src/packages/read-only.ts";
import type { Variant } from "../../src/plan/variant.ts";
import { bundledBootstraps } from "../../src/runtimes/bundled-bootstraps.ts";
import type { Observation } from "../../src/samples/sample.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { createProcessTarget, type ProcessTarget } from "../../src/targets/process/process-target.ts";
import type { TargetEnvironment } from "../../src/targets/target.ts";

/** The runtime of the Node.js that the tests run on. */
export const ownRuntime = `nodejs${process.versions.node.split(".")[0]}.x`;

/** A command that runs the bundled Node.js bootstrap as whatever version the variant names. */
export const anyNode = [process.execPath, bundledBootstraps.nodejs];

/** A folder under test/functions. */
export function functionFolder(name: string): string {
  return fileURLToPath(new URL(`../functions/${name}`, import.meta.url));
}

export function variantOf(changes: Partial<Variant> = {}): Variant {
  return {
    id: "test/variant",
    scenario: "test",
    file: "/scenarios/test.yaml",
    tags: [],
    label: ownRuntime,
    runtime: ownRuntime,
    code: functionFolder("node"),
    handler: "echo.handler",
    memoryMb: 256,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    package: "zip",
    layers: { name: "none", sources: [] },
    snapStart: false,
    timeoutSeconds: 10,
    ephemeralStorageMb: 512,
    event: { name: "inline", json: "{}" },
    environment: {},
    axes: {},
    samples: { cold: 1, warm: 0, settle: 0, warmupBlocks: 0 },
    ...changes,
  };
}

/** A target with a temporary and a cache folder of its own, and what tests ask of it. */
export interface Bench extends AsyncDisposable {
  readonly target: ProcessTarget;
  readonly temporaryFolder: string;
  readonly cacheFolder: string;
  start(changes?: Partial<Variant>): Promise<TargetEnvironment>;
  /** One cold invocation in an environment that is stopped afterwards. */
  invoke(changes?: Partial<Variant>, event?: unknown): Promise<Invoked>;
  leftInTemporaryFolder(): Promise<readonly string[]>;
}

export interface Invoked {
  readonly observation: Observation;
  readonly text: string;
  readonly log: string;
}

export async function openBench(
  hostEnvironment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
  const temporaryFolder = await mkdtemp(join(folder, "tmp-"));
  const cacheFolder = join(folder, "cache");
  const runtimeBinaries = { [ownRuntime]: process.execPath };
  const target = createProcessTarget({
    temporaryFolder,
    cacheFolder,
    runtimeBinaries,
    hostEnvironment,
    clock: systemClock,
  });
  const start = async (changes?: Partial<Variant>) => {
    const prepared = await target.prepare(variantOf(changes), undefined, new AbortController().signal);
    return prepared.start();
  };
  return {
    target,
    temporaryFolder,
    cacheFolder,
    start,
    invoke: async (changes, event = {}) => {
      const environment = await start(changes);
      const { observation, body } = await environment.invoke(Buffer.from(JSON.stringify(event)));
      await environment.stop();
      return { observation, text: Buffer.from(body ?? []).toString("utf8"), log: environment.log() };
    },
    leftInTemporaryFolder: () => readdir(temporaryFolder),
    [Symbol.asyncDispose]: async () => {
      await target.dispose();
      await removeTree(folder);
    },
  };
}

/** True while a process lives, and is not a zombie that nobody collects. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
