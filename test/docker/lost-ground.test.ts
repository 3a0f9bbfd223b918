import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { docker, leftOnEngine, withoutEngine } from "./engine.ts";
import { openEngineProxy } from "./engine-proxy.ts";
import { openDockerBench } from "./fixture.ts";

const name = `what a run stands on${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it("is made again once, for all that want it, and also after that failed", async () => {
    await using proxy = await openEngineProxy();
    await using bench = await openDockerBench(proxy.engine);
    const prepared = await bench.prepare();
    const made = () => proxy.calls.filter(makesNetwork).length;
    await removeContainers();
    proxy.instead((call) =>
      makesNetwork(call) ? { kind: "refused", status: 500, message: "not now" } : undefined,
    );
    await expect(prepared.start()).rejects.toThrow("not now");
    proxy.instead(() => undefined);
    const before = made();
    const environments = await Promise.all([prepared.start(), prepared.start()]);
    expect(made()).toBe(before + 1);
    for (const environment of environments) {
      expect((await environment.invoke(Buffer.from("{}"))).observation.status).toBe("ok");
      await environment.stop();
    }
    await bench.target.dispose();
    expect(leftOnEngine()).toEqual([]);
  });

  it("is heard of again where an engine elsewhere stops telling, in the middle of a line, too", async () => {
    await using proxy = await openEngineProxy("tcp");
    let torn = false;
    proxy.instead((call) => {
      if (torn || !call.startsWith("GET /events")) {
        return undefined;
      }
      torn = true;
      return { kind: "ends", text: '{"Action":"sta' };
    });
    await using bench = await openDockerBench(proxy.engine);
    const { observation } = await bench.invoke({ action: "touch", megabytes: 200 }, { memoryMb: 128 });
    expect(observation.status).toBe("out-of-memory");
    expect(proxy.calls.filter((call) => call.startsWith("GET /events"))).toHaveLength(2);
  });
});

function makesNetwork(call: string): boolean {
  return call.startsWith("POST /networks/create");
}

/** Also the one that keeps the network. */
async function removeContainers(): Promise<void> {
  const running = new Set(docker("ps", "--quiet", "--filter", "label=thaw.run"));
  const own = leftOnEngine().map((line) => line.split(" ")[0] ?? "");
  docker("rm", "--force", ...own.filter((id) => running.has(id)));
  await wait(500);
}
