import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "../../src/packages/read-only.ts";
import type { Variant } from "../../src/plan/variant.ts";
import type { Observation } from "../../src/samples/sample.ts";
import { systemClock } from "../../src/shared/clock.ts";
import type { LambdaTargetOptions } from "../../src/targets/aws-lambda/lambda-options.ts";
import { createLambdaTarget } from "../../src/targets/aws-lambda/lambda-target.ts";
import type { PreparedVariant, Target } from "../../src/targets/target.ts";
import { variantOf as anyVariant } from "../process/fixture.ts";
import type { LambdaServerOptions } from "./server/options.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

/** Nobody waits for anything in a test longer than it takes. */
const patience = {
  throttledMs: 20_000,
  silentMs: 500,
  deniedCount: 2,
  readyMs: 2000,
  logMs: 2000,
  lateLogMs: 0,
};

export function variantOf(changes: Partial<Variant> = {}): Variant {
  return anyVariant({
    id: "test/nodejs24.x/256/x86_64/zip/none",
    runtime: "nodejs24.x",
    samples: { cold: 3, warm: 1, settle: 0, warmupBlocks: 0 },
    ...changes,
  });
}

/** A server that speaks as AWS does, and a target that talks to it. */
export interface CloudBench extends AsyncDisposable {
  readonly server: LambdaServer;
  readonly target: Target;
  readonly options: LambdaTargetOptions;
  prepare(changes?: Partial<Variant>): Promise<PreparedVariant>;
}

export async function openCloudBench(
  serverOptions: Partial<LambdaServerOptions> = {},
  changes: Partial<LambdaTargetOptions> = {},
): Promise<CloudBench> {
  const folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
  const server = await startLambdaServer({
    rates: { control: 10_000, getFunction: 10_000 },
    ...serverOptions,
  });
  const options: LambdaTargetOptions = {
    runId: "2026-11-30T16-00-00Z-a1b2",
    owner: "test",
    temporaryFolder: folder,
    cacheFolder: join(folder, "cache"),
    hostEnvironment: { PATH: process.env.PATH },
    clock: systemClock,
    endpoint: server.endpoint,
    region: "eu-west-1",
    keys: { accessKeyId: "AKIATEST", secretAccessKey: "a-secret-key" },
    copies: 2,
    patience,
    ...changes,
  };
  const target = createLambdaTarget(options);
  return {
    server,
    target,
    options,
    prepare: (changes) => target.prepare(variantOf(changes), undefined, new AbortController().signal),
    [Symbol.asyncDispose]: async () => {
      await target.dispose().catch(() => {});
      await server.stop();
      await removeTree(folder);
    },
  };
}

/** One environment's observations: cold, then `warm` warm ones. */
export async function take(
  prepared: PreparedVariant,
  warm = 1,
  payload = "{}",
): Promise<readonly Observation[]> {
  const environment = await prepared.start();
  try {
    const seen: Observation[] = [];
    for (let invocation = 0; invocation <= warm; invocation++) {
      seen.push((await environment.invoke(Buffer.from(payload))).observation);
    }
    return seen;
  } finally {
    await environment.stop();
  }
}
