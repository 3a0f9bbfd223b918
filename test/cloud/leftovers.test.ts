import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { tagsOf } from "../../src/targets/aws-lambda/belonging.ts";
import { inRegions } from "../../src/targets/aws-lambda/in-regions.ts";
import { KnownRegions } from "../../src/targets/aws-lambda/known-regions.ts";
import { createLambdaTarget } from "../../src/targets/aws-lambda/lambda-target.ts";
import { removeLeftovers } from "../../src/targets/aws-lambda/leftovers.ts";
import { repositoryNameOf } from "../../src/targets/aws-lambda/names.ts";
import { openRegion } from "../../src/targets/aws-lambda/region.ts";
import { createRepository } from "../../src/targets/aws-lambda/repository.ts";
import type { ImagePusher } from "../../src/targets/target.ts";
import { temporaryFolder } from "../unit/packages/temporary-folder.ts";
import { createActive, echoZip, lambdaClient } from "./clients.ts";
import { type CloudBench, openCloudBench, take, variantOf } from "./target-bench.ts";

const hour = 3_600_000;

/** A bench with functions, a layer and a log group that a killed run left. */
async function benchWithLeftovers(layer: string): Promise<CloudBench> {
  const bench = await openCloudBench();
  const prepared = await bench.prepare({ layers: { name: "one", sources: [layer] } });
  await take(prepared);
  await bench.target.abort();
  return bench;
}

test("all that a killed run left is removed, and nothing else", async () => {
  await using folder = await temporaryFolder();
  await using bench = await benchWithLeftovers(await folder.write("layer", { "lib/a.txt": "a" }));
  const { server, options } = bench;
  const client = lambdaClient(server.endpoint, "eu-west-1");
  const [mine, myLayer] = ["thaw-of-mine-0a0a0a0a-1", "thaw-of-mine-layer-0a0a0a0a0a0a0a0a"];
  const myLog = `/aws/lambda/${mine}`;
  await createActive(client, { FunctionName: "thaw-function" });
  await createActive(client, { FunctionName: mine });
  await client.send(new InvokeCommand({ FunctionName: mine }));
  await expect.poll(() => server.state.logGroups.map(({ name }) => name)).toContain(myLog);
  await client.send(new PublishLayerVersionCommand({ LayerName: myLayer, Content: { ZipFile: echoZip } }));
  const dry = await removeLeftovers(options, { dryRun: true });
  expect(dry.removed.functions.length).toBeGreaterThan(0);
  expect(dry.removed.layers).toEqual([
    expect.stringMatching(/^thaw-2026-11-30T16-00-00Z-a1b2-layer-[0-9a-f]{16}$/),
  ]);
  expect(server.state.layers).toHaveLength(2);
  const { removed, left } = await removeLeftovers(options, {});
  expect(removed).toEqual(dry.removed);
  expect(left).toEqual({ functions: [], layers: [], logs: [], repositories: [] });
  expect(server.state.functions.map(({ name }) => name).toSorted()).toEqual(["thaw-function", mine]);
  expect(server.state.layers.map(({ arn }) => arn)).toEqual([expect.stringContaining(`:${myLayer}:`)]);
  expect(server.state.logGroups.map(({ name }) => name)).toEqual([myLog]);
});

test("what may belong to a thaw that lives stays, unless its age or its run is named", async () => {
  await using bench = await openCloudBench();
  const { server, options } = bench;
  await bench.prepare();
  await bench.target.abort();
  const mayLive = (owner: string) => owner === "test";
  const { kept, removed } = await removeLeftovers(options, { mayLive });
  expect(kept.functions.length).toBeGreaterThan(0);
  expect(removed.functions).toEqual([]);
  await removeLeftovers(options, { mayLive, olderThanMs: 1000 * 365 * 24 * hour });
  await removeLeftovers(options, { mayLive, runId: "another" });
  expect(server.state.functions.map(({ name }) => name)).toEqual(expect.arrayContaining([...kept.functions]));
  await removeLeftovers(options, { mayLive, runId: options.runId });
  expect(server.state.left()).toEqual([]);
});

test("what has expired is removed whoever may live, and what was deployed to stay only then", async () => {
  await using bench = await openCloudBench({}, { keep: true });
  const { server, options } = bench;
  await bench.prepare();
  await bench.target.abort();
  const { removed, deployed } = await removeLeftovers(options, {});
  expect(removed.functions).toEqual([]);
  expect(deployed.functions.length).toBeGreaterThan(0);
  const clock = { ...options.clock, date: () => new Date(Date.now() + 25 * hour) };
  await removeLeftovers({ ...options, clock }, { mayLive: () => true });
  expect(server.state.left()).toEqual([]);
});

test("calls that fail once hold nothing up", async () => {
  await using folder = await temporaryFolder();
  await using bench = await benchWithLeftovers(await folder.write("layer", { "lib/a.txt": "a" }));
  bench.server.faults.cleanUpFailsOnce = 1;
  const { left } = await removeLeftovers(bench.options, {});
  expect(left).toEqual({ functions: [], layers: [], logs: [], repositories: [] });
  expect(bench.server.state.left()).toEqual([]);
});

test("what cannot be removed is said", async () => {
  await using bench = await openCloudBench();
  const prepared = await bench.prepare();
  await take(prepared);
  bench.server.faults.accessDenied = { "lambda:DeleteFunction": 1 };
  await expect(bench.target.dispose()).rejects.toThrow(
    /AWS still has parts of this run: .*function thaw-.*lambda:DeleteFunction in eu-west-1: access denied/,
  );
  const { left, reasons } = await removeLeftovers(bench.options, {});
  expect(left.functions.length).toBeGreaterThan(0);
  expect(reasons).toEqual(["lambda:DeleteFunction in eu-west-1: access denied"]);
});

test("a run that goes on under its name replaces what it left behind", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openCloudBench();
  await bench.prepare();
  await bench.target.abort();
  const again = createLambdaTarget({ ...bench.options, cacheFolder: join(folder.path, "cache") });
  const prepared = await again.prepare(variantOf(), undefined, new AbortController().signal);
  expect((await take(prepared))[0]?.status).toBe("ok");
  await again.dispose();
  expect(bench.server.state.left()).toEqual([]);
});

test("an image that is built goes to a repository of the run's, and goes with it", async () => {
  const destinations: string[] = [];
  let removed = false;
  const images: ImagePusher = {
    push: async (_variant, { reference, username, password }) => {
      destinations.push(`${username}:${password}@${reference}`);
      return `sha256:${"0a".repeat(32)}`;
    },
    remove: async () => {
      removed = true;
    },
  };
  await using bench = await openCloudBench({}, { images });
  const variant = {
    package: "image",
    code: undefined,
    handler: undefined,
    image: { source: { kind: "dockerfile", path: "/work/Dockerfile" } },
  } as const;
  const one = await bench.prepare({ ...variant, id: "one" });
  await bench.prepare({ ...variant, id: "two" });
  expect((await take(one))[0]?.status).toBe("ok");
  expect(destinations).toEqual([
    expect.stringMatching(
      /^AWS:password@123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/thaw-2026-11-30t16-00-00z-a1b2-images:[0-9a-f]{16}$/,
    ),
  ]);
  expect(bench.server.state.repositories).toHaveLength(1);
  expect((await removeLeftovers(bench.options, { dryRun: true })).removed.repositories).toHaveLength(1);
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
  expect(removed).toBe(true);
});

test("what was deployed to stay is taken by the next run of its name, where nothing has changed", async () => {
  await using folder = await temporaryFolder();
  const layers = { name: "one", sources: [await folder.write("layer", { "lib/a.txt": "a" })] };
  await using bench = await openCloudBench({}, { keep: true, copies: 2 });
  const { server, options } = bench;
  for (const method of ["config-update", "published-version"] as const) {
    for (let run = 0; run < 2; run++) {
      const target = createLambdaTarget(options);
      const prepared = await target.prepare(
        variantOf({ id: method, layers, lambda: { method } }),
        undefined,
        new AbortController().signal,
      );
      expect((await take(prepared))[0]?.status).toBe("ok");
      await target.dispose();
    }
  }
  expect(server.state.callsOf("lambda:CreateFunction")).toHaveLength(4);
  expect(server.state.callsOf("lambda:PublishLayerVersion")).toHaveLength(1);
  const { signal } = new AbortController();
  const again = createLambdaTarget(options);
  await again.prepare(variantOf({ id: "config-update", layers, memoryMb: 1024 }), undefined, signal);
  expect(server.state.functions.some(({ latest }) => latest.settings.memoryMb === 1024)).toBe(true);
  await again.dispose();
  await removeLeftovers(options, { deployed: true });
  expect(server.state.left()).toEqual([]);
});

test("an age spares what was deployed to stay, unless that is meant, too, and is as old", async () => {
  await using bench = await openCloudBench({}, { keep: true, runId: "kept-0123456789ab" });
  const { server, options } = bench;
  await bench.prepare();
  await bench.target.abort();
  for (const spared of [{ olderThanMs: 0 }, { olderThanMs: hour, deployed: true }]) {
    const { removed, deployed } = await removeLeftovers(options, spared);
    expect(removed.functions).toEqual([]);
    expect(deployed.functions.length).toBeGreaterThan(0);
  }
  const clock = { ...options.clock, date: () => new Date(Date.now() + 2 * hour) };
  await removeLeftovers({ ...options, clock }, { olderThanMs: hour, deployed: true });
  expect(server.state.left()).toEqual([]);
});

test("a log that arrives after its function was deleted is removed, too", async () => {
  await using bench = await openCloudBench({ timing: { logDelayMs: 400 } });
  const { server, options } = bench;
  await take(await bench.prepare(), 0);
  await bench.target.abort();
  expect(server.state.logGroups).toEqual([]);
  const patient = { ...options, patience: { ...options.patience, lateLogMs: 600 } };
  const { removed } = await removeLeftovers(patient, {});
  expect(removed.logs).toHaveLength(1);
  await sleep(400);
  expect(server.state.left()).toEqual([]);
});

test("a repository is whose its tags say: of a run that may live it stays, and one without them is somebody else's", async () => {
  await using bench = await openCloudBench();
  const { server, options } = bench;
  const { signal } = new AbortController();
  const region = await openRegion(options, undefined, signal);
  const tags = tagsOf({
    owner: "test",
    runId: options.runId,
    expiry: new Date(Date.now() + hour).toISOString(),
  });
  await createRepository(region, repositoryNameOf(options.runId), tags, signal);
  await createRepository(region, "thaw-of-mine-images", {}, signal);
  region.close();
  const { kept } = await removeLeftovers(options, { mayLive: () => true });
  expect(kept.repositories).toEqual([repositoryNameOf(options.runId)]);
  const { removed } = await removeLeftovers(options, {});
  expect(removed.repositories).toEqual([repositoryNameOf(options.runId)]);
  expect(server.state.repositories).toEqual(["thaw-of-mine-images"]);
});

test("a region that is down keeps no other from being cleaned up", async () => {
  await using bench = await openCloudBench();
  const { server, options } = bench;
  for (const region of ["us-east-1", "eu-west-1"]) {
    await bench.prepare({ id: region, lambda: { region } });
  }
  await bench.target.abort();
  expect(await new KnownRegions(options.cacheFolder, options.endpoint).list()).toEqual([
    "eu-west-1",
    "us-east-1",
  ]);
  server.faults.regionDown = { "us-east-1": 1 };
  const cleanUp = () =>
    inRegions(["us-east-1", "eu-west-1"], (region) => removeLeftovers({ ...options, region }, {}));
  const { regions, failed } = await cleanUp();
  expect(regions.map(({ region, removed }) => [region, removed.functions.length > 0])).toEqual([
    ["eu-west-1", true],
  ]);
  expect(failed).toEqual([
    expect.objectContaining({ region: "us-east-1", reason: expect.stringContaining("does not answer") }),
  ]);
  expect(server.state.left().every((name) => name.includes(":us-east-1:"))).toBe(true);
  server.faults.regionDown = {};
  expect((await cleanUp()).failed).toEqual([]);
  expect(server.state.left()).toEqual([]);
});
