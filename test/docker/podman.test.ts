import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UnavailableError } from "../../src/shared/errors.ts";
import { workplace } from "../cli/thaw.ts";
import { ask, type DockerBench, openDockerBench, probeVariant } from "./fixture.ts";
import { type PodmanService, startPodman, withoutPodman } from "./podman.ts";

const name = `on Podman${withoutPodman === undefined ? "" : ` (${withoutPodman})`}`;
const scenario = `
function: { code: ${probeVariant().code}, handler: index.handler }
runtimes: { nodejs22.x: {} }
matrix: { memory: [256] }
samples: { cold: 2, warm: 1, warmupBlocks: 0 }
`;

describe.skipIf(withoutPodman !== undefined)(name, () => {
  let podman: PodmanService;
  let bench: DockerBench;
  beforeAll(async () => {
    podman = await startPodman();
    bench = await openDockerBench(podman.engine);
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await podman[Symbol.asyncDispose]();
  });

  it("a sandbox has every phase, by the clock of its own first process", async () => {
    const { observation, told } = await bench.invoke({ action: "facts" });
    expect(observation.status).toBe("ok");
    expect(observation.initStart).toBeUndefined();
    const { provisionMs = 0, initMs = 0, invokeMs = 0 } = observation;
    expect(provisionMs).toBeGreaterThan(0);
    expect(initMs).toBeGreaterThan(0);
    expect(observation.coldTotalMs).toBeCloseTo(provisionMs + initMs + invokeMs, 6);
    expect(observation.cpuInitMs).toBeGreaterThan(0);
    expect(told).toMatchObject({ uid: 993, gid: 990, cwd: "/var/task" });
    expect(told.limits).toMatch(/^Max open files +1024 +1024/m);
    expect(bench.target.engine).toMatchObject({ name: "Podman", local: true });
  });

  it("what takes more memory than there is ends as out-of-memory", async () => {
    const { observation } = await bench.invoke({ action: "touch", megabytes: 200 }, { memoryMb: 128 });
    expect(observation.status).toBe("out-of-memory");
  });

  it("the CPU limit holds in invoke and not in init", async () => {
    const spin = { action: "run", command: "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done" };
    const { observation } = await bench.invoke(spin, { memoryMb: 128, timeoutSeconds: 60 });
    expect(observation.throttledInitMs).toBe(0);
    expect(observation.throttledInvokeMs).toBeGreaterThan(0);
  });

  it("where only a call could change a CPU share, a variant that needs that is refused before anything is measured", async () => {
    await using blind = await openDockerBench(podman.engine, { cgroupRoot: "/nowhere" });
    const prepared = blind.prepare();
    await expect(prepared).rejects.toThrow(UnavailableError);
    await expect(prepared).rejects.toThrow(/^Podman \S+ cannot change the CPU share of a running container$/);
    const environment = await blind.start({ docker: { boostInit: false } });
    expect((await ask(environment, { action: "facts" })).observation.status).toBe("ok");
    await environment.stop();
  });

  it("a sandbox goes on after a reset, and stands still where that is asked for", async () => {
    const environment = await bench.start({ docker: { freeze: true } });
    try {
      expect((await ask(environment, { action: "leave" })).told).toEqual({ done: true });
      expect((await ask(environment, { action: "exit" })).observation.status).toBe("crash");
      expect((await ask(environment, { action: "find" })).told).toEqual({ found: true });
    } finally {
      await environment.stop();
    }
  });

  it("a run by command is complete and leaves nothing", async () => {
    const place = workplace({ "a.yaml": scenario });
    const run = await place.start(["run", "a.yaml", "--target", "docker", "--out", "out"], podman.engine);
    expect(run.stderr).not.toContain("bug");
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(place.read("out/run.json")).segments[0].engine).toMatchObject({ name: "Podman" });
    expect(place.leftovers()).toEqual([]);
    await bench[Symbol.asyncDispose]();
    expect(podman.left()).toEqual([]);
  });
});
