import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant, VariantImage } from "../../src/plan/variant.ts";
import { PreparationError, UnavailableError } from "../../src/shared/errors.ts";
import { withoutEngine } from "./engine.ts";
import { type DockerBench, openDockerBench, probeVariant } from "./fixture.ts";

const name = `an image as a function${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const probe = join(String(probeVariant().code), "Dockerfile");

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("runs its own ENTRYPOINT and CMD in its WORKDIR, with its own variables beneath Lambda's and the scenario's", async () => {
    const { told, observation } = await bench.invoke(
      { action: "facts" },
      asImage({}, { environment: { LOUD: "yes" } }),
    );
    expect(observation.status).toBe("ok");
    expect(told).toMatchObject({ uid: 993, gid: 990, cwd: "/var/task" });
    expect(told.variables).toMatchObject({
      COLOUR: "green",
      LOUD: "yes",
      AWS_EXECUTION_ENV: "AWS_Lambda_Image",
      AWS_LAMBDA_FUNCTION_NAME: expect.not.stringMatching(/^image$/),
      // Of the image's own entry point, which is given the handler by CMD.
      _HANDLER: "index.handler",
    });
  });

  it("has each of them replaced where the scenario says so", async () => {
    const entrypoint = ["/bin/sh", "-c", 'HANDLER_WAS="$_HANDLER" exec /lambda-entrypoint.sh "$1"', "sh"];
    const { told } = await bench.invoke(
      { action: "facts" },
      asImage({ entrypoint, command: ["/var/task/index.handler"], workdir: "/usr" }),
    );
    expect(told.cwd).toBe("/usr");
    expect(told.variables).toMatchObject({ HANDLER_WAS: "", _HANDLER: "/var/task/index.handler" });
  });

  it("is its own /var/task and /opt, and read-only", async () => {
    const { told } = await bench.invoke(
      { action: "run", command: "ls /var/task; touch /opt/x 2>&1 || true" },
      asImage(),
    );
    expect(told.text).toMatch(/^Dockerfile\nindex\.mjs\n/);
    expect(told.text).toContain("Read-only file system");
  });

  it("is known by its content and size, the same again when it is built again", async () => {
    const facts = (await prepared(bench, asImage())).facts;
    expect(facts.functionDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.layerDigests).toEqual([]);
    expect(facts.packageBytes).toBeGreaterThan(100 * 1024 * 1024);
    expect(facts.runtimeVersion).toBe("image of probe/Dockerfile (local base image)");
    const other = await openDockerBench();
    try {
      expect((await prepared(other, asImage())).facts.functionDigest).toBe(facts.functionDigest);
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });

  it("may be one that exists", async () => {
    const source = { kind: "uri", name: "public.ecr.aws/lambda/nodejs:22" } as const;
    const command = ["/var/lang/bin/node", "-e", "process.exit(9)"];
    const { observation } = await bench.invoke({}, asImage({ source, entrypoint: command, command: [] }));
    expect(observation.status).toBe("init-error");
    expect(observation.error?.message).toContain("exit status 9");
  });

  it("is not available where the engine does not have it and nothing may be fetched", async () => {
    const missing = asImage({ source: { kind: "uri", name: "example.invalid/nowhere:1" } });
    await expect(prepared(bench, missing)).rejects.toThrow(UnavailableError);
    await expect(prepared(bench, missing)).rejects.toThrow(
      "this engine does not have the image example.invalid/nowhere:1",
    );
  });

  it("has something to start", async () => {
    const nothing = asImage({ entrypoint: [], command: [] });
    await expect(prepared(bench, nothing)).rejects.toThrow(PreparationError);
  });

  it("of another architecture runs only where the engine runs such programs", async () => {
    const foreign = process.arch === "arm64" ? "x86_64" : "arm64";
    const isEmulated = existsSync(
      `/proc/sys/fs/binfmt_misc/qemu-${foreign === "arm64" ? "aarch64" : "x86_64"}`,
    );
    const attempt = prepared(bench, { architecture: foreign });
    await expect(attempt).rejects.toThrow(UnavailableError);
    await expect(attempt).rejects.toThrow(
      isEmulated ? `public.ecr.aws/lambda/nodejs:22-${foreign}` : `cannot run ${foreign}`,
    );
  });

  it("leaves a zip of the same code as it was, and shares one copy among memory sizes", async () => {
    const small = await prepared(bench, { memoryMb: 256 });
    const large = await prepared(bench, { memoryMb: 512 });
    expect(small.facts.functionDigest).toBe(large.facts.functionDigest);
    const [work = ""] = await bench.leftInTemporaryFolder();
    const packages = readdirSync(join(bench.temporaryFolder, work)).filter((entry) =>
      entry.startsWith("package-"),
    );
    expect(packages).toHaveLength(1);
  });
});

function asImage(changes: Partial<VariantImage> = {}, others: Partial<Variant> = {}): Partial<Variant> {
  const image: VariantImage = { source: { kind: "dockerfile", path: probe }, ...changes };
  return { package: "image", image, code: undefined, handler: undefined, ...others };
}

function prepared(bench: DockerBench, changes: Partial<Variant>) {
  return bench.target.prepare(probeVariant(changes), undefined, new AbortController().signal);
}
