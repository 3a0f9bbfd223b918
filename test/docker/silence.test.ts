import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { inTime } from "../../src/targets/docker/in-time.ts";
import { docker, leftOnEngine, withoutEngine } from "./engine.ts";
import { openEngineProxy } from "./engine-proxy.ts";
import { openDockerBench } from "./fixture.ts";

const name = `an engine that falls silent${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const engineLimitMs = 2000;
/** Each call is waited for less than the one before. */
const limitMs = 15_000;

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
    writeFileSync(
      join(folder, "Dockerfile"),
      'FROM public.ecr.aws/lambda/nodejs:22\nCMD ["index.handler"]\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const built = (): Partial<Variant> => ({
    package: "image",
    image: { source: { kind: "dockerfile", path: join(folder, "Dockerfile") } },
  });

  it("does not hold up the end of a run that has built an image", async () => {
    await using proxy = await openEngineProxy();
    await using bench = await openDockerBench(proxy.engine, { engineLimitMs });
    await bench.prepare(built());
    proxy.instead(() => ({ kind: "silence" }));
    expect(await inTime(bench.target.dispose(), limitMs)).toBe(true);
    removeAll();
  });

  it("does not hold up the end of a run that has filled volumes", async () => {
    await using proxy = await openEngineProxy("tcp");
    await using bench = await openDockerBench(proxy.engine, { engineLimitMs });
    await bench.prepare();
    proxy.instead(() => ({ kind: "silence" }));
    expect(await inTime(bench.target.dispose(), limitMs)).toBe(true);
    removeAll();
  });

  it.each([
    ["its events", "tcp", /^GET \/events/],
    ["what an image holds", "socket", /^GET \/containers\/\w+\/archive/],
  ] as const)("where it was asked for %s is not waited for without end", async (_, by, call) => {
    await using proxy = await openEngineProxy(by);
    proxy.instead((made) => (call.test(made) ? { kind: "silence" } : undefined));
    await using bench = await openDockerBench(proxy.engine, { engineLimitMs });
    await expect(bench.prepare(built())).rejects.toThrow(/has not answered for 2 s/);
  });
});

/** What could not be removed by an engine that did not answer. */
function removeAll(): void {
  const ids = leftOnEngine().map((line) => line.split(" ")[0] ?? "");
  for (const kind of ["container", "network", "volume", "image"]) {
    for (const id of ids) {
      try {
        docker(kind, "rm", "--force", id);
      } catch {
        // Of another kind.
      }
    }
  }
  expect(leftOnEngine()).toEqual([]);
}
