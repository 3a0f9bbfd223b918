import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Started, workplace } from "../cli/thaw.ts";
import { docker, leftOnEngine, withoutEngine } from "./engine.ts";
import { probeVariant } from "./fixture.ts";

const name = `thaw invoke${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const anyEngine = { DOCKER_HOST: process.env.DOCKER_HOST ?? "" };
const scenario = `
function: { code: ${probeVariant().code}, handler: index.handler, timeout: 60 }
runtimes: { nodejs22.x: {} }
event: { action: run, command: sleep 30 }
`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it("ends incomplete, in one line, when somebody takes its container away", async () => {
    const place = workplace({ "a.yaml": scenario });
    const invoked = place.start(["invoke", "a.yaml", "--target", "docker"], anyEngine);
    const [sandbox = ""] = await ownContainers(invoked, 2);
    docker("rm", "--force", sandbox);
    const { stderr, exitCode } = await invoked;
    expect(stderr).toMatch(/^target-error: the container was ended from outside/m);
    expect(stderr).not.toMatch(/\n\s+at |bug/);
    expect(exitCode).toBe(4);
    expect(leftOnEngine()).toEqual([]);
  });

  it("says that the ground has gone when all of it is taken away", async () => {
    const place = workplace({ "a.yaml": scenario });
    const invoked = place.start(["invoke", "a.yaml", "--target", "docker"], anyEngine);
    docker("rm", "--force", ...(await ownContainers(invoked, 2)));
    const { stderr, exitCode } = await invoked;
    expect(stderr).toContain("what the run shares on the container engine has gone");
    expect(stderr).not.toMatch(/\n\s+at |bug/);
    expect(exitCode).toBe(3);
    expect(leftOnEngine()).toEqual([]);
  });
});

/** The containers of what was started, the newest first, as soon as there are so many and the function runs. */
async function ownContainers(started: Started, count: number): Promise<readonly string[]> {
  let ended = false;
  void started.finally(() => {
    ended = true;
  });
  for (let tries = 0; tries < 600 && !ended; tries++) {
    const own = leftOnEngine().map((line) => line.split(" ")[0] ?? "");
    const running = new Set(docker("ps", "--quiet", "--filter", "label=thaw.run"));
    const containers = own.filter((id) => running.has(id));
    if (containers.length >= count) {
      await wait(1500);
      return containers;
    }
    await wait(50);
  }
  throw new Error(`expected ${count} containers, got fewer`);
}
