import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cleanUpEngine } from "../../src/targets/docker/leftovers.ts";
import { ownName } from "../../src/targets/local/owner.ts";
import { type Workplace, workplace } from "../cli/thaw.ts";
import { emptyImage, type OwnEngine, openOwnEngine, ownScenario, withoutOwnEngine } from "./own-engine.ts";

const name = `after a run that was killed${withoutOwnEngine === undefined ? "" : ` (${withoutOwnEngine})`}`;
const run = ["run", "a.yaml", "--target", "docker", "--out", "out"];
const quick = ownScenario({ action: "echo", payload: 1 }, "{ cold: 200, warm: 3, warmupBlocks: 0 }");
const slow = ownScenario({ action: "sleep", ms: 2000 }, "{ cold: 9, warm: 9, warmupBlocks: 0 }");

describe.skipIf(withoutOwnEngine !== undefined)(name, () => {
  let engine: OwnEngine;
  beforeAll(async () => {
    engine = await openOwnEngine();
  });
  afterAll(() => engine[Symbol.asyncDispose]());
  const onEngine = () => ({ DOCKER_HOST: engine.host });

  /** Kills thaw again and again, each time a little later. */
  async function killedRuns(place: Workplace, delaysMs: readonly number[]): Promise<void> {
    for (const [index, delayMs] of delaysMs.entries()) {
      const killed = place.start([...run.slice(0, -1), `out-${index}`], onEngine());
      await wait(delayMs);
      killed.kill("SIGKILL");
      await killed;
    }
  }

  it("in any moment the next command removes containers, networks, mounts, loop devices and folders", async () => {
    const place = workplace({ "a.yaml": quick });
    await killedRuns(place, [500, 800, 1200, 1600, 2000]);
    const next = await place.start(["cleanup"], onEngine());
    expect(next.exitCode).toBe(0);
    expect(next.stderr).toMatch(/cleaned up after \d thaw process/);
    expect(engine.left()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
    expect(mountsBelow(place)).toEqual([]);
  });

  it("while the sandbox stood still it is removed all the same", async () => {
    const place = workplace({ "a.yaml": slow });
    const held = place.start(run, onEngine());
    await freezeOne(engine);
    held.kill("SIGKILL");
    await held;
    await place.start(["cleanup"], onEngine());
    expect(engine.left()).toEqual([]);
    expect(mountsBelow(place)).toEqual([]);
  });

  it("cleanup leaves alone what lives or cannot be seen from here, goes by age, and refuses what it does not know", async () => {
    const owners = {
      mine: ownName(),
      elsewhere: "another-machine/pid:[1]|4242|boot/1",
      dead: ownName().replace(/\|\d+\|/, "|999999999|"),
    };
    for (const [one, owner] of Object.entries(owners)) {
      engine.docker(
        "create",
        "--name",
        one,
        "--label",
        "thaw.run=x",
        "--label",
        `thaw.owner=${owner}`,
        emptyImage,
        "/x",
      );
    }
    const place = workplace();
    const json = async (...args: readonly string[]) =>
      JSON.parse((await place.start(["cleanup", "--json", ...args], onEngine())).stdout);
    expect(await json("--dry-run")).toMatchObject({ containers: 1, networks: 0, removed: false });
    // As by an engine whose clock is far ahead.
    expect(await cleanUpEngine(onEngine(), { nowMs: 0, dryRun: true })).toMatchObject({ containers: 1 });
    expect(await json("--older-than", "1h")).toMatchObject({ containers: 0, removed: true });
    expect(await json()).toMatchObject({ containers: 1, networks: 0, removed: true });
    expect(engine.docker("ps", "--all", "--format", "{{.Names}}").toSorted()).toEqual(["elsewhere", "mine"]);
    for (const wrong of [["--older-than", "soon"], ["--target", "moon"], ["--older"], ["more"]]) {
      expect((await place.start(["cleanup", ...wrong], onEngine())).exitCode).toBe(2);
    }
    engine.docker("rm", "mine", "elsewhere");
  });

  it("two at once do not disturb each other", async () => {
    const two = ownScenario({ action: "echo", payload: 1 }, "{ cold: 5, warm: 1, warmupBlocks: 0 }");
    const places = [workplace({ "a.yaml": two }), workplace({ "a.yaml": two })];
    const ended = await Promise.all(places.map((place) => place.start(run, onEngine())));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(engine.left()).toEqual([]);
  });
});

/** What is mounted below a workplace, and the loop devices that lead there. */
function mountsBelow(place: Workplace): readonly string[] {
  const root = place.path("..");
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const loops = spawnSync("losetup", ["--list", "--noheadings", "--output", "BACK-FILE"], {
    encoding: "utf8",
  });
  return [...mounts, ...loops.stdout.split("\n")].filter((line) => line.includes(root));
}

/** Makes a running sandbox stand still behind the engine's back, as `freeze: true` does between invocations. */
async function freezeOne(engine: OwnEngine): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [newest, ...others] = engine.docker("ps", "--quiet", "--no-trunc", "--filter", "label=thaw.run");
    if (newest !== undefined && others.length > 0 && froze(newest)) {
      return;
    }
  }
  throw new Error("expected a sandbox to stand still, got none");
}

function froze(id: string): boolean {
  for (const [file, word] of [
    [`/sys/fs/cgroup/freezer/docker/${id}/freezer.state`, "FROZEN"],
    [`/sys/fs/cgroup/system.slice/docker-${id}.scope/cgroup.freeze`, "1"],
    [`/sys/fs/cgroup/docker/${id}/cgroup.freeze`, "1"],
  ] as const) {
    try {
      writeFileSync(file, word, { flag: "r+" });
      return true;
    } catch {
      // Of another version, or it has ended in this moment.
    }
  }
  return false;
}
