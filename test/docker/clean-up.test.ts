import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { workplace } from "../cli/thaw.ts";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { openDockerBench, probeVariant } from "./fixture.ts";
import { untilSampled } from "./until-sampled.ts";

const name = `what a run leaves on the engine${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
/** The one that is found without a name. */
const anyEngine = { DOCKER_HOST: process.env.DOCKER_HOST ?? "" };
const scenario = (code: string) => `
function: { code: ${code}, handler: index.handler }
runtimes: { nodejs22.x: {} }
matrix: { memory: [256] }
samples: { cold: 200, warm: 0 }
`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it("is nothing", async () => {
    const bench = await openDockerBench();
    for (let environments = 0; environments < 10; environments++) {
      await bench.invoke({});
    }
    await bench[Symbol.asyncDispose]();
    expect(leftOnEngine()).toEqual([]);
  });

  it("is removed by the next when it was killed", async () => {
    const place = workplace({ "a.yaml": scenario(String(probeVariant().code)) });
    const killed = place.start(["run", "a.yaml", "--target", "docker", "--out", "killed"], anyEngine);
    await untilSampled(() => place.read("killed/samples.ndjson"));
    killed.kill("SIGKILL");
    await killed;
    const next = await place.start(["run", "--resume", "killed", "--max-time", "2s"], anyEngine);
    expect(next.stderr).not.toContain("bug");
    expect(next.exitCode).toBe(4);
    expect(leftOnEngine()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  it("is measured on only where the engine gives the CPU share as before, also when that run was killed", async () => {
    const place = workplace({ "a.yaml": scenario(String(probeVariant().code)) });
    const killed = place.start(["run", "a.yaml", "--target", "docker", "--out", "out"], anyEngine);
    await untilSampled(() => place.read("out/samples.ndjson"));
    killed.kill("SIGKILL");
    await killed;
    const manifest = JSON.parse(place.read("out/run.json"));
    const { engine } = manifest.segments[0];
    expect(engine.cpuShareBy).toMatch(/^(cgroup|engine)$/);
    engine.cpuShareBy = engine.cpuShareBy === "cgroup" ? "engine" : "cgroup";
    writeFileSync(place.path("out/run.json"), JSON.stringify(manifest));
    const recorded = place.read("out/samples.ndjson");
    const { exitCode, stderr } = await place.start(["run", "--resume", "out"], anyEngine);
    expect(stderr).toContain("what gives the CPU share");
    expect(exitCode).toBe(2);
    expect(recorded.startsWith(place.read("out/samples.ndjson"))).toBe(true);
    expect(leftOnEngine()).toEqual([]);
  });

  it("is nothing after Ctrl-C", async () => {
    const place = workplace({ "a.yaml": scenario(String(probeVariant().code)) });
    const run = place.start(["run", "a.yaml", "--target", "docker", "--out", "stopped"], anyEngine);
    await untilSampled(() => place.read("stopped/samples.ndjson"));
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    expect(leftOnEngine()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });
});
