import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { endsEnvironment } from "../../src/samples/recorded-environment.ts";
import type { Answer, TargetEnvironment } from "../../src/targets/target.ts";
import { type Bench, functionFolder, lives, openBench } from "./fixture.ts";
import { extensionLayer } from "./script-layer.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const variant: Partial<Variant> = { code: functionFolder("node"), handler: "life.handler" };

describe.concurrent("an environment whose first init", () => {
  it("takes too long inits again in its first invocation", { timeout: 30_000 }, async () => {
    await using environment = await start({ environment: { FIRST_LOAD: "hangs" } });
    const { observation } = await send(environment, {});
    expect(observation).toMatchObject({ status: "ok", failedInitMs: 10_000, initMs: undefined });
    const { suppressedInitMs = 0, invokeMs = 0, overheadMs = 0, durationMs = 0 } = observation;
    expect(suppressedInitMs).toBeGreaterThan(0);
    expect(durationMs).toBeGreaterThanOrEqual(suppressedInitMs + invokeMs + overheadMs);
    expect(observation.coldStartMs).toBeCloseTo(10_000 + durationMs, 6);
    expect(endsEnvironment(observation)).toBe(false);
    expect((await send(environment, {})).observation.suppressedInitMs).toBeUndefined();
  });

  it("ends its process inits again in its first invocation", async () => {
    await using environment = await start({ environment: { FIRST_LOAD: "exits" } });
    const { observation, events } = await send(environment, {});
    expect(observation.status).toBe("ok");
    expect(observation.failedInitMs).toBeGreaterThan(0);
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
    expect(recordsOf(events, "platform.initReport")).toMatchObject([
      { phase: "init", status: "error", errorType: "Runtime.ExitError" },
      { phase: "invoke", status: "success" },
    ]);
  });
});

describe.concurrent("an environment after", () => {
  it.each([
    ["a timeout", { action: "hang" }, "timeout", "Sandbox.Timedout"],
    ["an exit", { action: "exit" }, "crash", "Runtime.ExitError"],
    ["a signal", { action: "abort" }, "crash", "Runtime.ExitError"],
  ])("%s starts its processes again, and /tmp is as it was", async (_what, event, status, type) => {
    await using environment = await start({ timeoutSeconds: 1 });
    const before = await send(environment, { action: "write", name: "kept" });
    const failed = await send(environment, event);
    expect(failed.observation).toMatchObject({ status, error: { type }, suppressedInitMs: undefined });
    expect(endsEnvironment(failed.observation)).toBe(false);
    expect(environment.alive).toBe(true);
    expect(lives(documentOf(before).pid)).toBe(false);
    const after = await send(environment, {});
    expect(after.observation).toMatchObject({ status: "ok", initMs: undefined, failedInitMs: undefined });
    expect(after.observation.suppressedInitMs).toBeGreaterThan(0);
    expect(documentOf(after).pid).not.toBe(documentOf(before).pid);
    expect(documentOf(after).tmp).toBe(documentOf(before).tmp);
    expect(documentOf(after).files).toContain("kept");
  });

  it("two failures in a row has no more to give", async () => {
    await using environment = await start();
    await send(environment, { action: "exit" });
    const { observation } = await send(environment, { action: "exit" });
    expect(observation).toMatchObject({ status: "crash", error: { type: "Runtime.ExitError" } });
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
    expect(endsEnvironment(observation)).toBe(true);
  });

  it("its lifetime is recycled, also when it was busy until now", async () => {
    await using environment = await start({ recycle: { lifetimeMs: 5000 } });
    expect((await send(environment, {})).observation.status).toBe("ok");
    await sleep(5100);
    expect(environment).toMatchObject({ alive: false, recycled: true });
    // Nobody has to send it more; one that was handed over in the moment before is served, not lost.
    expect((await send(environment, {})).observation.status).toBe("ok");
    expect(environment).toMatchObject({ alive: false, recycled: true });
    await environment.stop();
    await expect(send(environment, {})).rejects.toThrow("got an ended one");
  });

  it("its idle limit is recycled", async () => {
    await using environment = await start({ recycle: { idleMs: 5000 } });
    expect((await send(environment, {})).observation.status).toBe("ok");
    expect(environment).toMatchObject({ alive: true, recycled: false });
    await sleep(5100);
    expect(environment).toMatchObject({ alive: false, recycled: true });
  });

  it("it was stopped was not recycled", async () => {
    const environment = await start({ recycle: { lifetimeMs: 1 } });
    await environment.stop();
    expect(environment).toMatchObject({ alive: false, recycled: false });
  });
});

describe("where documentation and code disagree", () => {
  it("the code's way is a setting: the timeout's type, the reasons' case, the runtime's share of the end", async () => {
    using layer = extensionLayer({ tells: "tells-reason" });
    const emulation = {
      timeoutError: "Sandbox.Timeout",
      shutdownReason: "lower-case",
      runtimeShutdownMs: 600,
    } as const;
    const ends: number[] = [];
    for (const settings of [undefined, emulation]) {
      await using environment = await start({
        emulation: settings,
        layers: layer.layers,
        timeoutSeconds: 1,
        environment: { ON_SIGTERM: "ignore" },
      });
      const failed = await send(environment, { action: "hang" });
      expect(failed.observation.error?.type).toBe(settings?.timeoutError ?? "Sandbox.Timedout");
      const { tmp, files } = documentOf(await send(environment, {}));
      expect(files).toContain(settings === undefined ? "reason-TIMEOUT" : "reason-timeout");
      expect(tmp).not.toBe("");
      const beganAtMs = Date.now();
      await environment.stop();
      ends.push(Date.now() - beganAtMs);
    }
    const [documented = Number.NaN, inCode] = ends;
    expect(inCode).toBeGreaterThan(documented + 100);
  });
});

async function start(changes: Partial<Variant> = {}): Promise<TargetEnvironment & AsyncDisposable> {
  const environment = await bench.start({ ...variant, ...changes });
  return Object.assign(environment, { [Symbol.asyncDispose]: () => environment.stop() });
}

function recordsOf(events: Answer["events"], wanted: string): readonly unknown[] {
  return (events ?? []).flatMap(({ type, record }) => (type === wanted ? [record] : []));
}

function send(environment: TargetEnvironment, event: unknown): Promise<Answer> {
  return environment.invoke(Buffer.from(JSON.stringify(event)));
}

function documentOf({ body }: Answer) {
  return JSON.parse(Buffer.from(body ?? []).toString("utf8"));
}
