import { describe, expect, it } from "vitest";
import { UnavailableError } from "../../src/shared/errors.ts";
import { workplace } from "../cli/thaw.ts";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { type EngineProxy, openEngineProxy } from "./engine-proxy.ts";
import { openDockerBench, probeVariant } from "./fixture.ts";

const name = `what an engine refuses${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const scenario = `
function: { code: ${probeVariant().code}, handler: index.handler }
runtimes: { nodejs22.x: {} }
samples: { cold: 1, warm: 0, warmupBlocks: 0 }
`;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it.each([
    ["a network", "POST /networks/create"],
    ["the first container", "POST /containers/create"],
  ])("is %s: the run ends with the engine's words, and no word of a bug", async (_, call) => {
    await using proxy = await openEngineProxy();
    refuse(proxy, call);
    const place = workplace({ "a.yaml": scenario });
    const { stderr, exitCode } = await place.start(["run", "a.yaml", "--target", "docker"], proxy.engine);
    expect(stderr).toContain("refuses: no such luck");
    expect(stderr).not.toMatch(/\n\s+at |bug/);
    expect(exitCode).toBe(3);
    expect(place.leftovers()).toEqual([]);
    expect(leftOnEngine()).toEqual([]);
  });

  it("is the events of an engine elsewhere: nothing of the run is left", async () => {
    await using proxy = await openEngineProxy("tcp");
    refuse(proxy, "GET /events");
    await using bench = await openDockerBench(proxy.engine);
    await expect(bench.prepare()).rejects.toThrow(UnavailableError);
    expect(await bench.leftInTemporaryFolder()).toEqual([]);
  });

  it("is a look at what others have left: the run does without", async () => {
    await using proxy = await openEngineProxy();
    refuse(proxy, "GET /volumes");
    await using bench = await openDockerBench(proxy.engine);
    expect((await bench.invoke({})).observation.status).toBe("ok");
    const { exitCode, stderr } = await workplace().start(["cleanup"], proxy.engine);
    expect(stderr).toContain("refuses: no such luck");
    expect(exitCode).toBe(3);
  });
});

function refuse(proxy: EngineProxy, call: string): void {
  proxy.instead((made) =>
    made.startsWith(call) ? { kind: "refused", status: 500, message: "no such luck" } : undefined,
  );
}
