import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestOf, samplesOf, type Workplace, workplace } from "../cli/thaw.ts";
import { partPath } from "../real/parts.ts";
import { openDockerBench } from "./fixture.ts";
import { type OwnEngine, openOwnEngine, ownScenario, withoutOwnEngine } from "./own-engine.ts";

const name = `an engine that${withoutOwnEngine === undefined ? "" : ` (${withoutOwnEngine})`}`;
const sleep = (ms: number) => ({ action: "sleep", ms });
const run = ["run", "a.yaml", "--target", "docker", "--out", "out"];

describe.skipIf(withoutOwnEngine !== undefined)(name, () => {
  let engine: OwnEngine;
  beforeAll(async () => {
    engine = await openOwnEngine();
  });
  afterAll(() => engine[Symbol.asyncDispose]());
  const onEngine = () => ({ DOCKER_HOST: engine.host });

  it("is killed ends the run with one message, and a resume completes it when it is back", async () => {
    const place = workplace({ "a.yaml": ownScenario(sleep(20), "{ cold: 15, warm: 1, warmupBlocks: 0 }") });
    const first = place.start(run, onEngine());
    await untilRecorded(place, 2);
    await engine.kill();
    const ended = await first;
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr.match(/the container engine at|no container engine answers/g)).toHaveLength(1);
    expect(ended.stderr).toContain("go on with: thaw run --resume out");
    expect(ended.stderr).not.toMatch(/\n\s+at |bug/);
    expect(manifestOf(place.path("out")).state).toBe("lost");
    expect(statuses(place)).toEqual(["ok"]);
    expect(place.read("out/report.md")).toContain("The target went away during this run.");
    expect(place.leftovers()).toEqual([]);

    await engine.start();
    const resumed = await place.start(["run", "--resume", "out"], onEngine());
    expect(resumed.exitCode).toBe(0);
    expect(recorded(place)).toEqual(planned(15, 2));
    expect(engine.left()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  it("is restarted costs no sample: what was under way is taken again", async () => {
    const place = workplace({ "a.yaml": ownScenario(sleep(2000), "{ cold: 3, warm: 0, warmupBlocks: 0 }") });
    const whole = place.start(run, onEngine());
    await untilRecorded(place, 1);
    await engine.stop();
    await engine.start();
    const ended = await whole;
    expect(ended.stderr).not.toMatch(/\n\s+at |bug/);
    // Where the engine was away for longer than the environment under way, the run has ended, and is taken up.
    const { exitCode } =
      ended.exitCode === 3 ? await place.start(["run", "--resume", "out"], onEngine()) : ended;
    expect(samplesOf(place.path("out")).flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(exitCode).toBe(0);
    expect(recorded(place)).toEqual(planned(3, 1));
    expect(engine.left()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  it("hangs does not hold up a second Ctrl-C, and the next run removes what it kept", async () => {
    const place = workplace({ "a.yaml": ownScenario(sleep(20), "{ cold: 50, warm: 0, warmupBlocks: 0 }") });
    const held = place.start(run, onEngine());
    await untilRecorded(place, 1);
    engine.hang();
    await wait(500);
    held.kill("SIGINT");
    await wait(300);
    held.kill("SIGINT");
    expect((await held).exitCode).toBe(130);
    expect(place.leftovers()).toEqual([]);
    engine.goOn();
    const next = await place.start(["run", "--resume", "out", "--max-time", "1s"], onEngine());
    expect(next.exitCode).toBe(4);
    expect(engine.left()).toEqual([]);
  });

  it("hangs is not waited for without end", async () => {
    await using bench = await openDockerBench({ DOCKER_HOST: engine.host }, { engineLimitMs: 4000 });
    const own = { runtime: "provided.al2023", code: partPath("function-go"), handler: "" };
    expect((await bench.invoke({ action: "echo", payload: 1 }, own)).observation.status).toBe("ok");
    engine.hang();
    try {
      await expect(bench.start(own)).rejects.toThrow(/has not answered for 4 s/);
    } finally {
      engine.goOn();
    }
    expect((await bench.invoke({ action: "echo", payload: 1 }, own)).observation.status).toBe("ok");
  });
});

/** Every status that is on record. */
function statuses(place: Workplace): readonly string[] {
  return [...new Set(samplesOf(place.path("out")).map(({ status }) => status))];
}

function recorded(place: Workplace): readonly string[] {
  return samplesOf(place.path("out"))
    .map(({ block, invocation }) => `${block}.${invocation}`)
    .toSorted();
}

function planned(blocks: number, invocations: number): readonly string[] {
  return Array.from({ length: blocks * invocations }, (_, index) => {
    return `${Math.floor(index / invocations)}.${index % invocations}`;
  }).toSorted();
}

async function untilRecorded(place: Workplace, environments: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      if (new Set(samplesOf(place.path("out")).map(({ block }) => block)).size >= environments) {
        return;
      }
    } catch {
      // Not there yet, or being written.
    }
    await wait(20);
  }
  throw new Error(`expected ${environments} environments on record, got none in time`);
}
