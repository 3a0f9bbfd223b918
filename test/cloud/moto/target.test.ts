import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeTree } from "../../../src/packages/read-only.ts";
import { systemClock } from "../../../src/shared/clock.ts";
import type { LambdaTargetOptions } from "../../../src/targets/aws-lambda/lambda-options.ts";
import { createLambdaTarget } from "../../../src/targets/aws-lambda/lambda-target.ts";
import { removeLeftovers } from "../../../src/targets/aws-lambda/leftovers.ts";
import { withoutEngine } from "../../docker/engine.ts";
import { temporaryFolder } from "../../unit/packages/temporary-folder.ts";
import { take, variantOf } from "../target-bench.ts";
import { createRole } from "./create-role.ts";
import { type MotoImage, makeMotoImage } from "./moto-image.ts";
import { type Moto, startMoto, withoutMoto } from "./start-moto.ts";

const skipped = withoutMoto ?? withoutEngine;
const { signal } = new AbortController();

// A control plane that others wrote: what it cannot show, the server beside it does.
describe.skipIf(skipped !== undefined)(`the lambda target on moto (${skipped ?? "built"})`, () => {
  let image: MotoImage;
  let moto: Moto;
  let folder: string;
  let options: LambdaTargetOptions;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
    image = await makeMotoImage();
    moto = await startMoto(image.environment);
    options = {
      runId: "2026-11-30T16-00-00Z-a1b2",
      owner: "test",
      temporaryFolder: folder,
      cacheFolder: join(folder, "cache"),
      hostEnvironment: { PATH: process.env.PATH, AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: "us-east-1" },
      clock: systemClock,
      roleArn: await createRole(moto.endpoint, "thaw-function"),
      keys: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
      copies: 1,
      patience: { lateLogMs: 0, logMs: 1000 },
    };
  });

  afterAll(async () => {
    await moto?.[Symbol.asyncDispose]();
    await image?.[Symbol.asyncDispose]();
    await removeTree(folder);
  });

  test("deploys, changes, invokes and removes functions; what cannot be proven cold is contaminated", async () => {
    await using files = await temporaryFolder();
    const layers = { name: "one", sources: [await files.write("layer", { "lib/a.txt": "a" })] };
    const code = await files.write("code", {
      "index.mjs": "export const handler = async (event) => event;\n",
    });
    const target = createLambdaTarget(options);
    const prepared = await target.prepare(
      variantOf({ layers, code, handler: "index.handler" }),
      undefined,
      signal,
    );
    expect(prepared.facts).toMatchObject({ region: "us-east-1", endpoint: moto.endpoint });
    for (let environment = 0; environment < 2; environment++) {
      const [cold, warm] = await take(prepared);
      expect([cold?.status, warm?.status]).toEqual(["contaminated", "ok"]);
      expect(warm?.durationMs).toBeGreaterThan(0);
    }
    expect(target.limitations[0]).toBe(
      `Measured at the endpoint ${moto.endpoint}, not AWS: nothing of it says how fast AWS Lambda is.`,
    );
    await target.dispose();
    const { removed } = await removeLeftovers(options, { dryRun: true });
    expect(removed).toEqual({ functions: [], layers: [], logs: [], repositories: [] });
  });

  test("removes what a killed run left", async () => {
    const target = createLambdaTarget(options);
    await target.prepare(variantOf(), undefined, signal);
    await target.abort();
    const { removed, left } = await removeLeftovers(options, {});
    expect(removed.functions).toHaveLength(1);
    expect(left.functions).toEqual([]);
  });
});
