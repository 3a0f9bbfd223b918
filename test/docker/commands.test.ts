import { describe, expect, it } from "vitest";
import { workplace } from "../cli/thaw.ts";
import { withoutEngine } from "./engine.ts";
import { probeVariant } from "./fixture.ts";

const name = `commands beside an engine${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const anyEngine = { DOCKER_HOST: process.env.DOCKER_HOST ?? "" };
const scenario = (runtime: string) => `
function: { code: ${probeVariant().code}, handler: index.handler }
runtimes: { ${runtime}: {} }
samples: { cold: 1, warm: 0, warmupBlocks: 0 }
`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it("run takes containers by itself where every image is here, and says so", async () => {
    const place = workplace({ "a.yaml": scenario("nodejs22.x") });
    const { stderr, exitCode } = await place.start(["run", "a.yaml", "--out", "out"], anyEngine);
    expect(stderr).toContain("target: docker (auto: a container engine answers and has every image)");
    expect(exitCode).toBe(0);
    expect(JSON.parse(place.read("out/run.json"))).toMatchObject({ target: "docker" });
  });

  it("run takes processes where an image is missing, and says which", async () => {
    const place = workplace({ "a.yaml": scenario("nodejs18.x") });
    const { stderr } = await place.start(["run", "a.yaml", "--allow-unavailable"], anyEngine);
    expect(`${stderr}`).toContain("nodejs18.x");
  });

  it("run says what an image that cannot be fetched is missing for", async () => {
    const place = workplace({ "a.yaml": scenario("nodejs18.x") });
    const { stderr, exitCode } = await place.start(["run", "a.yaml", "--target", "docker"], anyEngine);
    expect(stderr).toContain("the image public.ecr.aws/lambda/nodejs:18 cannot be fetched");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(3);
    expect(place.leftovers()).toEqual([]);
  });

  it("pull says what is here and what cannot be had", async () => {
    const place = workplace({ "here.yaml": scenario("nodejs22.x"), "far.yaml": scenario("nodejs18.x") });
    const here = await place.start(["pull", "here.yaml"], anyEngine);
    expect(here.stdout).toContain("public.ecr.aws/lambda/nodejs:22: is here");
    expect(here.exitCode).toBe(0);
    const far = await place.start(["pull", "far.yaml"], anyEngine);
    expect(far.stderr).toMatch(/cannot be fetched: .*\n {2}is the registry reached from here\?/);
    expect(far.exitCode).toBe(3);
  });

  it("doctor names the engine", async () => {
    const { stdout } = await workplace().start(["doctor"], anyEngine);
    expect(stdout).toMatch(/docker +yes +(Docker|Podman) \d/);
  });

  it("cleanup counts what it would remove, and removes it", async () => {
    const { stdout, exitCode } = await workplace().start(["cleanup", "--dry-run"], anyEngine);
    expect(stdout).toMatch(/^\d+ containers?, \d+ networks?, \d+ volumes? and \d+ images? would be removed$/);
    expect(exitCode).toBe(0);
  });
});

describe("without an engine", () => {
  it.each([
    ["run", "a.yaml", "--target", "docker"],
    ["invoke", "a.yaml", "--target", "docker"],
    ["pull", "a.yaml"],
    ["cleanup"],
  ])("%s says that none answers", async (...args) => {
    const place = workplace({ "a.yaml": scenario("nodejs22.x") });
    const { stderr, exitCode } = await place.start(args);
    expect(stderr).toContain("no container engine answers: nothing is at unix:///nowhere.sock");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(3);
    expect(place.leftovers()).toEqual([]);
  });

  it("run says which target it took, and why, before it says what is missing of it", async () => {
    const place = workplace({ "a.yaml": scenario("java21") });
    const { stderr, exitCode } = await place.start(["run", "a.yaml"]);
    expect(stderr).toMatch(
      /^target: process \(auto: no container engine answers: nothing is at \S+\)[\s\S]*java21/m,
    );
    expect(exitCode).toBe(3);
  });

  it.each([["tcp://127.0.0.1:1"], ["unix:///dev/null"]])("at %s says so in one message", async (host) => {
    const place = workplace({ "a.yaml": scenario("nodejs22.x") });
    const { stderr, exitCode } = await place.start(["run", "a.yaml", "--target", "docker"], {
      DOCKER_HOST: host,
    });
    expect(stderr).toMatch(/the container engine at \S+ does not answer \(ECONNREFUSED\)/);
    expect(exitCode).toBe(3);
  });
});
