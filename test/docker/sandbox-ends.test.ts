import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { openEngineGate } from "./engine-gate.ts";
import { ask, openDockerBench } from "./fixture.ts";

const skipped = withoutEngine === undefined ? "" : ` (${withoutEngine})`;
/** Nobody else may mount. */
const isRoot = process.getuid?.() === 0;

describe.skipIf(withoutEngine !== undefined)(`a container sandbox that ends${skipped}`, () => {
  it.skipIf(!isRoot)("before its container is made gives its /tmp to the next", async () => {
    await using gate = await openEngineGate();
    await using bench = await openDockerBench(gate.engine);
    const prepared = await bench.prepare();
    const mounts = () =>
      readFileSync("/proc/self/mounts", "utf8")
        .split("\n")
        .filter((line) => line.includes(bench.temporaryFolder));
    await (await prepared.start()).stop();
    const before = mounts();
    gate.refuse();
    for (let tries = 0; tries < 3; tries++) {
      await expect(prepared.start()).rejects.toThrow("no more containers");
    }
    expect(before).toHaveLength(1);
    expect(mounts()).toEqual(before);
    gate.open();
    await (await prepared.start()).stop();
  });

  it("while its container is being made leaves none", async () => {
    await using gate = await openEngineGate();
    await using bench = await openDockerBench(gate.engine);
    const prepared = await bench.prepare();
    const asked = gate.hold();
    const started = expect(prepared.start()).rejects.toThrow();
    await asked;
    const disposed = bench.target.dispose();
    await Promise.race([disposed, wait(1000)]);
    gate.open();
    await disposed;
    await started;
    expect(leftOnEngine()).toEqual([]);
  });

  it("by a signal from elsewhere is not out of memory, even if a child was before", async () => {
    await using bench = await openDockerBench();
    const environment = await bench.start({ memoryMb: 256, timeoutSeconds: 30 });
    try {
      const greedy = await ask(environment, {
        action: "run",
        command: "node -e 'Buffer.alloc(5e8, 1)' || true",
      });
      expect(greedy.observation.status).toBe("ok");
      const { observation } = await ask(environment, { action: "run", command: "kill -KILL $PPID; sleep 9" });
      expect(observation).toMatchObject({ status: "crash", error: { type: "Runtime.ExitError" } });
    } finally {
      await environment.stop();
    }
  });
});
