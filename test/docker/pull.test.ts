import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pullImages } from "../../src/targets/docker/pull.ts";
import { manifestOf, type Workplace, workplace } from "../cli/thaw.ts";
import { partPath } from "../real/parts.ts";
import { docker, withoutEngine } from "./engine.ts";
import { type Registry, startRegistry, withoutRegistry } from "./registry.ts";

const reason = withoutEngine ?? withoutRegistry;
const anyEngine = { DOCKER_HOST: process.env.DOCKER_HOST ?? "" };
const digest = /sha256:[0-9a-f]{64}/;

describe.skipIf(reason !== undefined)(`fetching images${reason === undefined ? "" : ` (${reason})`}`, () => {
  let registry: Registry;
  let image: string;
  let place: Workplace;

  beforeAll(async () => {
    registry = await startRegistry();
    image = `${registry.address}/lambda/provided:1`;
    const folder = workplace({ Dockerfile: "FROM scratch\nCOPY content /content\n" });
    // Bytes that no layer of this engine has, and that cannot be packed tighter.
    folder.write("content", randomBytes(4 * 1024 * 1024).toString("base64"));
    docker("build", "--quiet", "--tag", image, folder.folder);
    docker("push", "--quiet", image);
    docker("rmi", image);
    place = workplace({ "zip.yaml": zip, "uri.yaml": uri(image), "from.yaml": from });
    place.write("fn/Dockerfile", `FROM ${image}\nENV A=b\n`);
  });
  afterEach(forget);
  afterAll(() => registry[Symbol.asyncDispose]());

  const zip = `
function: { code: ${partPath("function-go")} }
runtimes: { provided.al2023: }
samples: { cold: 1, warm: 0, warmupBlocks: 0 }
`;
  const uri = (name: string) => `
image: { uri: "${name}", entrypoint: [/content] }
runtimes: { provided.al2023: }
matrix: { package: [image] }
`;
  const from = `
image: { dockerfile: fn/Dockerfile }
runtimes: { provided.al2023: }
matrix: { package: [image] }
`;

  /** The image, as if it had never been here. */
  function forget(): void {
    spawnSync("docker", ["rmi", "--force", image], { stdio: "ignore" });
  }

  it("shows how far it is, in bytes, and gives the digest", async () => {
    const seen: number[] = [];
    let total = 0;
    const [pulled] = await pullImages(process.env, [{ name: image }], (progress) => {
      if (progress.kind === "fetching") {
        seen.push(progress.doneBytes);
        total = Math.max(total, progress.totalBytes);
      }
    });
    expect(pulled).toEqual({ image, outcome: "fetched", digest: expect.stringMatching(digest) });
    expect(total).toBeGreaterThan(4_000_000);
    expect(Math.max(...seen)).toBeGreaterThan(0);
    expect(Math.max(...seen)).toBeLessThanOrEqual(total);
  });

  it("is what pull does, once, for runtimes, for images and for what Dockerfiles start from", async () => {
    const named = ["--image", `provided.al2023=${image}`];
    const first = await place.start(["pull", "zip.yaml", ...named], anyEngine);
    expect(first.stderr).toBe(`fetching ${image}`);
    expect(first.stdout).toMatch(new RegExp(`^${image}: fetched \\(sha256:[0-9a-f]{64}\\)$`));
    expect(first.exitCode).toBe(0);
    const again = await place.start(
      ["pull", "zip.yaml", "uri.yaml", "from.yaml", ...named, "--json"],
      anyEngine,
    );
    expect(JSON.parse(again.stdout)).toEqual([
      { image, outcome: "present", digest: expect.stringMatching(digest) },
    ]);
    forget();
    const dockerfile = await place.start(["pull", "from.yaml"], anyEngine);
    expect(dockerfile.stdout).toContain(`${image}: fetched`);
  });

  it("is done by a run that names the target, and recorded", async () => {
    const { stderr, exitCode } = await place.start(
      ["run", "zip.yaml", "--target", "docker", "--image", `provided.al2023=${image}`, "--out", "out"],
      anyEngine,
    );
    expect(stderr.split("\n")).toContain(`fetching ${image}`);
    expect(exitCode).toBe(0);
    const [facts] = manifestOf(place.path("out")).variants[0]?.prepared ?? [];
    expect(facts?.imageDigest).toMatch(digest);
    expect(facts?.runtimeVersion).toBe(image);
  });

  it("is not done by auto", async () => {
    const named = ["--image", `provided.al2023=${image}`];
    const { stderr } = await place.start(["run", "zip.yaml", ...named, "--out", "auto"], anyEngine);
    expect(stderr).toContain(`target: process (auto: the container engine does not have ${image})`);
    const built = await place.start(["run", "from.yaml"], anyEngine);
    expect(built.stderr).toContain("images");
    expect(built.exitCode).toBe(3);
    expect(docker("images", "--quiet", image)).toEqual([]);
  });

  it.each([
    [
      "a name that the registry does not have",
      () => `${registry.address}/lambda/nothing:1`,
      /not found|unknown/,
    ],
    ["a registry that does not answer", () => "localhost:1/lambda/provided:1", /connection refused/],
    ["a name that none can be", () => "Not A Name", /invalid reference/],
  ])("says in one message what is wrong with %s", async (_, name, words) => {
    const wrong = place.start(["pull", "zip.yaml", "--image", `provided.al2023=${name()}`], anyEngine);
    const { stderr, stdout, exitCode } = await wrong;
    expect(stderr).toMatch(words);
    expect(stderr.match(/cannot be fetched/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
    expect(exitCode).toBe(3);
  });
});
