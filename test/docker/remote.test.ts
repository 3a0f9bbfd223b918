import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeRuntime, workplace } from "../cli/thaw.ts";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench, probeVariant } from "./fixture.ts";
import { openTcpProxy, type TcpProxy } from "./tcp-proxy.ts";
import { untilSampled } from "./until-sampled.ts";

const name = `an engine that is reached as one elsewhere${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const scenario = (cold: number) => `
function: { code: ${probeVariant().code}, handler: index.handler }
runtimes: { nodejs22.x: {} }
matrix: { memory: [256] }
samples: { cold: ${cold}, warm: 1, warmupBlocks: 0 }
`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let proxy: TcpProxy;
  let bench: DockerBench;
  beforeAll(async () => {
    proxy = await openTcpProxy();
    bench = await openDockerBench(proxy.engine);
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  it("has phases by the harness's clock, says where init began, and gives no figures of the kernel", async () => {
    const { observation } = await bench.invoke({});
    expect(observation.status).toBe("ok");
    expect(observation.initStart).toBe("engine");
    const { provisionMs = 0, initMs = 0, invokeMs = 0, durationMs = 0 } = observation;
    expect(Math.min(provisionMs, initMs, durationMs)).toBeGreaterThan(0);
    expect(observation.coldStartMs).toBeCloseTo(initMs + durationMs, 6);
    expect(observation.coldTotalMs).toBeCloseTo(provisionMs + initMs + invokeMs, 6);
    expect(observation.maxMemoryMb).toBeUndefined();
    expect(observation.cpuInitMs).toBeUndefined();
    expect(observation.throttledInvokeMs).toBeUndefined();
  });

  it("has the code and /tmp in volumes, the one read-only, the other a function's own", async () => {
    const written = async (path: string) => (await bench.invoke({ action: "write", path })).told;
    expect(await written("/var/task/new")).toEqual({ code: "EROFS" });
    expect(await written("/opt/new")).toEqual({ code: "EROFS" });
    expect(await written("/tmp/new")).toEqual({ done: true });
    expect((await bench.invoke({ action: "run", command: "ls -A /tmp" })).told).toEqual({ text: "" });
  });

  it("tells that memory ran out", async () => {
    const { observation } = await bench.invoke({ action: "touch", megabytes: 200 }, { memoryMb: 128 });
    expect(observation.status).toBe("out-of-memory");
  });

  it("does not take a timeout for it", async () => {
    const { observation } = await bench.invoke({ action: "run", command: "sleep 5" }, { timeoutSeconds: 1 });
    expect(observation.status).toBe("timeout");
  });

  it("starts a function again after a reset", async () => {
    const environment = await bench.start();
    try {
      expect((await ask(environment, { action: "leave" })).told).toEqual({ done: true });
      expect((await ask(environment, { action: "exit" })).observation.status).toBe("crash");
      expect((await ask(environment, { action: "find" })).told).toEqual({ found: true });
    } finally {
      await environment.stop();
    }
  });

  it("is told of: where it is, how far, and that nothing limits /tmp", async () => {
    const { engine, limitations } = bench.target;
    expect(engine).toMatchObject({ local: false, temporaryStorage: "volume" });
    expect(engine?.hopMs).toBeGreaterThan(0);
    expect(limitations.join("\n")).toContain("another kernel than thaw's");
    expect(limitations.join("\n")).toContain("it was a volume of the engine");
  });

  it("runs and invokes by command, and keeps nothing", async () => {
    const place = workplace({ "a.yaml": scenario(2) });
    const run = await place.start(["run", "a.yaml", "--target", "docker", "--out", "out"], proxy.engine);
    expect(run.stderr).not.toContain("bug");
    expect(run.exitCode).toBe(0);
    expect(place.read("out/report.md")).toContain("another kernel than thaw's");
    const invoked = await place.start(["invoke", "a.yaml", "--target", "docker"], proxy.engine);
    expect(invoked.stdout).toContain("REPORT RequestId:");
    expect(invoked.exitCode).toBe(0);
    await bench[Symbol.asyncDispose]();
    expect(leftOnEngine()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  it("leaves nothing after Ctrl-C", async () => {
    const place = workplace({ "a.yaml": scenario(200) });
    const run = place.start(["run", "a.yaml", "--target", "docker", "--out", "stopped"], proxy.engine);
    await untilSampled(() => place.read("stopped/samples.ndjson"));
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    expect(leftOnEngine()).toEqual([]);
  });

  it("is not what auto chooses", async () => {
    const place = workplace({ "a.yaml": scenario(1).replace("nodejs22.x", nodeRuntime) });
    const { stderr } = await place.start(["run", "a.yaml"], proxy.engine);
    expect(stderr).toContain("target: process (auto: the container engine runs on another kernel)");
  });

  it("is asked through the ssh command where the address says so", async () => {
    const place = workplace();
    const folder = mkdtempSync(join(place.folder, "bin-"));
    // What ssh would do on the other machine, done on this one.
    const script = '#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift 2\nexec "$@"\n';
    writeFileSync(join(folder, "ssh"), script);
    chmodSync(join(folder, "ssh"), 0o755);
    const environment = { DOCKER_HOST: "ssh://user@elsewhere", PATH: `${folder}:${process.env.PATH ?? ""}` };
    const { stdout } = await place.start(["doctor"], environment);
    expect(stdout).toMatch(/docker +yes +Docker \d\S* at ssh:\/\/user@elsewhere/);
  });
});
