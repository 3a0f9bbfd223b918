import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, functionFolder, lives, openBench } from "./fixture.ts";

const hasProc = existsSync("/proc/self/stat");

describe("the life of a process", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("is longer in init for a function that is busy while it loads, and in invoke for one that is busy then", async () => {
    const of = async (environment: Record<string, string>) =>
      (await bench.invoke({ handler: "busy.handler", environment })).observation;
    const idle = await of({});
    const loading = await of({ LOAD_MS: "300" });
    const calling = await of({ CALL_MS: "300" });
    expect(idle.initMs).toBeLessThan((loading.initMs ?? 0) - 100);
    expect(idle.invokeMs).toBeLessThan((calling.invokeMs ?? 0) - 100);
    expect(calling.initMs).toBeLessThan((loading.initMs ?? 0) - 100);
  });

  it.runIf(hasProc)("is known by its memory and its CPU time", async () => {
    const { observation } = await bench.invoke({ handler: "busy-cpu.handler" });
    expect(observation.maxMemoryMb).toBeGreaterThan(10);
    expect(observation.maxMemoryMb).toBeLessThan(2000);
    expect(observation.cpuInitMs).toBeGreaterThan(150);
    expect(observation.cpuInvokeMs).toBeGreaterThan(50);
    expect(observation.cpuInvokeMs).toBeLessThan(observation.cpuInitMs ?? 0);
  });

  it("ends as a crash when the handler exits", async () => {
    const { observation, log } = await bench.invoke({ handler: "failing.exiting" });
    expect(log).toContain("last words");
    expect(observation.status).toBe("crash");
    expect(observation.error).toMatchObject({ type: "Runtime.ExitError" });
    expect(observation.error?.message).toContain("exit status 3");
  });

  it("ends at the timeout when the handler never answers", async () => {
    const { observation } = await bench.invoke({ handler: "failing.hanging", timeoutSeconds: 1 });
    expect(observation).toMatchObject({
      status: "timeout",
      error: { type: "Sandbox.Timedout" },
      durationMs: 1000,
    });
  });

  it("keeps the begin and the end of a flood of output", async () => {
    const { observation, log } = await bench.invoke({ handler: "flooding.handler" });
    expect(observation.status).toBe("ok");
    expect(log.startsWith("begin\n")).toBe(true);
    expect(log.endsWith("end")).toBe(true);
    expect(log).toMatch(/^… \d+ bytes left out …$/m);
    expect(Buffer.byteLength(log)).toBeLessThan(140 * 1024);
  });

  it("takes its children with it, those in sessions of their own too", async () => {
    const environment = await bench.start({ handler: "families.handler" });
    const { body } = await environment.invoke(Buffer.from("{}"));
    const [child = 0, daemon = 0] = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
    expect(lives(child)).toBe(true);
    expect(lives(daemon)).toBe(true);
    await environment.stop();
    await expect.poll(() => lives(child)).toBe(false);
    if (hasProc) {
      await expect.poll(() => lives(daemon)).toBe(false);
    } else {
      process.kill(daemon, "SIGKILL");
    }
  });

  it("ends when the process does, whoever still holds its output", async () => {
    const { observation, log } = await bench.invoke({ handler: "families.dying" });
    expect(observation.status).toBe("crash");
    expect(observation.durationMs).toBeLessThan(5000);
    const child = Number(/child (\d+)/.exec(log)?.[1]);
    await expect.poll(() => lives(child)).toBe(false);
  });

  it("ends for all at once when the target is aborted", async () => {
    const environment = await bench.start({ handler: "failing.hanging" });
    const answer = environment.invoke(Buffer.from("{}"));
    await bench.target.abort();
    expect((await answer).observation.status).toBe("crash");
    await environment.stop();
  });

  it("leaves nothing behind", async () => {
    await using other = await openBench();
    await other.invoke();
    await other.invoke({ handler: "failing.exiting" });
    const layers = { name: "layer", sources: [functionFolder("layer-node")] };
    const alive = await other.start({ handler: "layered.handler", layers });
    expect(await other.leftInTemporaryFolder()).toHaveLength(1);
    await other.target.dispose();
    expect(alive.alive).toBe(false);
    expect(await other.leftInTemporaryFolder()).toEqual([]);
    expect(await readdir(join(other.cacheFolder, "sessions"))).toEqual([]);
  });
});
