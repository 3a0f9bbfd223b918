import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeTree } from "../../src/packages/read-only.ts";
import type { Variant } from "../../src/plan/variant.ts";
import { systemClock } from "../../src/shared/clock.ts";
import type { DockerTargetOptions } from "../../src/targets/docker/docker-options.ts";
import { createDockerTarget } from "../../src/targets/docker/docker-target.ts";
import type { Answer, PreparedVariant, Target, TargetEnvironment } from "../../src/targets/target.ts";
import { variantOf } from "../process/fixture.ts";

/** A docker target with a temporary and a cache folder of its own. */
export interface DockerBench extends AsyncDisposable {
  readonly target: Target;
  prepare(changes?: Partial<Variant>): Promise<PreparedVariant>;
  start(changes?: Partial<Variant>): Promise<TargetEnvironment>;
  /** One cold invocation of the probe, in an environment that is stopped afterwards. */
  invoke(event: unknown, changes?: Partial<Variant>): Promise<Told>;
  readonly temporaryFolder: string;
  leftInTemporaryFolder(): Promise<readonly string[]>;
}

/** An answer, read. */
export interface Told extends Answer {
  readonly told: Readonly<Record<string, unknown>>;
  readonly log: string;
}

/** What the probe of test/docker/functions answers. */
export async function ask(environment: TargetEnvironment, event: unknown): Promise<Told> {
  const answer = await environment.invoke(Buffer.from(JSON.stringify(event)));
  const text = Buffer.from(answer.body ?? []).toString();
  return { ...answer, told: text === "" ? {} : JSON.parse(text), log: environment.log() };
}

/** A variant on the local base image of Node.js 22; its function is the probe. */
export function probeVariant(changes: Partial<Variant> = {}): Variant {
  const code = fileURLToPath(new URL("functions/probe", import.meta.url));
  return variantOf({
    runtime: "nodejs22.x",
    label: "nodejs22.x",
    code,
    handler: "index.handler",
    ...changes,
  });
}

/** The code of a function of test/docker/functions. */
export function functionCode(name: string): string {
  return fileURLToPath(new URL(`functions/${name}`, import.meta.url));
}

/** A function of PHP takes the language with it, out of the local image. */
export const phpLayer = "docker run --rm --entrypoint /var/runtime/layer thaw/php:8.2 | tar -x";

/** On the engine that is found without a name, or at another address. */
export async function openDockerBench(
  engine: Readonly<Record<string, string>> = {},
  changes: Partial<DockerTargetOptions> = {},
): Promise<DockerBench> {
  const folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
  const temporaryFolder = await mkdtemp(join(folder, "tmp-"));
  const target = createDockerTarget({
    temporaryFolder,
    cacheFolder: join(folder, "cache"),
    images: { "ruby3.3": "thaw/ruby:3.1" },
    hostEnvironment: { ...process.env, ...engine },
    clock: systemClock,
    allowUnfaithful: false,
    ...changes,
  });
  const prepare = (changes?: Partial<Variant>) =>
    target.prepare(probeVariant(changes), undefined, new AbortController().signal);
  const start = async (changes?: Partial<Variant>) => (await prepare(changes)).start();
  return {
    target,
    prepare,
    start,
    invoke: async (event, changes) => {
      const environment = await start(changes);
      try {
        return await ask(environment, event);
      } finally {
        await environment.stop();
      }
    },
    temporaryFolder,
    leftInTemporaryFolder: () => readdir(temporaryFolder),
    [Symbol.asyncDispose]: async () => {
      await target.dispose();
      await removeTree(folder);
    },
  };
}
