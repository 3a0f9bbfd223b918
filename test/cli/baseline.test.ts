import { existsSync, readdirSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitAll, git } from "../unit/packages/git-repository.ts";
import { manifestOf, nodeRuntime, samplesOf, type Workplace, workplace } from "./thaw.ts";

const quick = "export const handler = async () => 1;\n";
/** Slower than anything else of a cold start varies. */
const slow = `for (const end = performance.now() + 150; performance.now() < end; ) {}\n${quick}`;

/** A repository of two functions, committed, of which one was changed since. */
async function changedFunction(
  change = `${quick}// changed\n`,
  samples = "cold: 3, warm: 1",
): Promise<Workplace> {
  const place = workplace({
    "scenarios/two.yaml": `function: { code: ../changed, handler: index.handler }
runtimes:
  changed: { runtime: ${nodeRuntime} }
  unchanged: { runtime: ${nodeRuntime}, code: ../unchanged }
samples: { ${samples}, warmupBlocks: 1 }
`,
    "changed/index.mjs": quick,
    "unchanged/index.mjs": quick,
  });
  await commitAll(place.folder);
  place.write("changed/index.mjs", change);
  return place;
}

const changedId = "two/changed/128/x86_64/zip/none";
const runTwo = ["run", "scenarios/two.yaml", "--target", "process", "--out", "out"] as const;

function idOf(label: string, place: Workplace): string {
  return manifestOf(place.path("out")).variants.find((variant) => variant.label === label)?.id ?? changedId;
}

/** All files of the place's repository with their times. */
async function repositoryState(place: Workplace): Promise<readonly string[]> {
  const entries = await readdir(place.path(".git"), { recursive: true });
  const states = entries.map(
    async (path) => `${path} ${(await lstat(join(place.path(".git"), path))).mtimeMs}`,
  );
  return (await Promise.all(states)).toSorted();
}

describe("thaw run --baseline", () => {
  it("measures a changed function alternately on both sides, an unchanged one not at all", async () => {
    const place = await changedFunction();
    const before = await repositoryState(place);
    const run = await place.start([...runTwo, "--cold", "7", "--baseline", "main"]);
    expect(run.stderr).toContain("identical: 1 of 2 variants");
    expect(run.exitCode).toBe(5);
    const manifest = manifestOf(place.path("out"));
    const samples = samplesOf(place.path("out"));
    expect(new Set(samples.map(({ variant }) => variant))).toEqual(new Set([idOf("changed", place)]));
    const cold = samples.filter(({ temperature }) => temperature === "cold");
    const order = cold.map(({ block, side }) => `${block} ${side}`);
    expect(order.map((one) => one.split(" ")[0])).toEqual(
      Array.from({ length: 8 }, (_, block) => [String(block), String(block)]).flat(),
    );
    expect(new Set(order).size).toBe(16);
    expect(new Set(cold.filter((_, index) => index % 2 === 0).map(({ side }) => side)).size).toBe(2);
    expect(manifest).toMatchObject({
      state: "complete",
      baseline: { kind: "git", name: "main", gitCommit: await git(place.folder, "rev-parse", "main") },
      watched: ["init", "coldStart", "warm.invoke"],
      request: { baseline: "main", baselineRoot: place.folder },
      notMeasured: [],
    });
    const digests = manifest.variants.map(({ prepared }) => prepared.map((side) => side.functionDigest));
    expect(digests[0]?.[0]).not.toBe(digests[0]?.[1]);
    expect(digests[1]?.[0]).toBe(digests[1]?.[1]);
    expect(digests[1]?.[0]).toBe(digests[0]?.[0]);
    expect(place.leftovers()).toEqual([]);
    expect(await repositoryState(place)).toEqual(before);
  });

  it("ends at once where nothing differs, and measures all the same when it is told to", async () => {
    const place = await changedFunction(quick);
    const run = await place.start([...runTwo, "--baseline", "HEAD"]);
    expect(run.stdout).toContain("identical: all 2 variants");
    expect(run.exitCode).toBe(0);
    expect(samplesOf(place.path("out"))).toEqual([]);
    expect(manifestOf(place.path("out"))).toMatchObject({ state: "complete", notMeasured: [] });
    const again = ["--baseline", ".", "--measure-identical", "--cold", "1"];
    const all = await place.start([
      "run",
      "scenarios/two.yaml",
      "--target",
      "process",
      "--out",
      "all",
      ...again,
    ]);
    expect(all.exitCode).toBe(5);
    expect(samplesOf(place.path("all"))).toHaveLength(2 * 2 * 2 * 2);
    expect(place.leftovers()).toEqual([]);
  });

  it("takes a folder for the root of the git checkout, and leaves it as it is", async () => {
    const place = await changedFunction();
    place.write("old/changed/index.mjs", quick);
    place.write("old/unchanged/index.mjs", quick);
    const run = await place.start([...runTwo, "--baseline", "old"]);
    expect(run.exitCode).toBe(5);
    expect(manifestOf(place.path("out")).baseline).toEqual({ kind: "folder", name: "old" });
    expect(new Set(samplesOf(place.path("out")).map(({ side }) => side)).size).toBe(2);
    expect(readdirSync(place.path("old"))).toEqual(["changed", "unchanged"]);
    expect(place.leftovers()).toEqual([]);
  });

  it("names the side of a function that the baseline does not have, and measures the others", async () => {
    const place = await changedFunction();
    place.write("new/index.mjs", quick);
    const scenario = place.read("scenarios/two.yaml");
    place.write("scenarios/two.yaml", scenario.replace("code: ../unchanged", "code: ../new"));
    const run = await place.start([...runTwo, "--baseline", "main"]);
    expect(run.exitCode).toBe(5);
    expect(manifestOf(place.path("out")).notMeasured).toEqual([
      {
        variant: idOf("unchanged", place),
        side: "baseline",
        kind: "preparation",
        reason: "main:new: expected what is at this path of the candidate, got nothing",
      },
    ]);
    expect(new Set(samplesOf(place.path("out")).map(({ variant }) => variant))).toEqual(
      new Set([idOf("changed", place)]),
    );
    expect(place.leftovers()).toEqual([]);
  });

  it("builds both sides, shows no place of a checkout, and warns of what a commit lacks", async () => {
    const place = await changedFunction();
    const scenario = place.read("scenarios/two.yaml");
    const build = "build: cp source.mjs index.mjs";
    const built = scenario.replace("handler: index.handler", `handler: index.handler, ${build}`);
    place.write("scenarios/two.yaml", built);
    place.write("changed/source.mjs", quick);
    place.write("unchanged/source.mjs", quick);
    await git(place.folder, "add", "changed", "unchanged");
    await git(place.folder, "commit", "--quiet", "--message", "Sources");
    await git(place.folder, "rm", "--quiet", "--cached", "unchanged/source.mjs");
    await git(place.folder, "commit", "--quiet", "--message", "Without one");
    const run = await place.start([...runTwo, "--baseline", "HEAD", "--measure-identical"]);
    expect(run.exitCode).toBe(5);
    const [missing, ...others] = manifestOf(place.path("out")).notMeasured;
    expect(others).toEqual([]);
    expect(missing).toMatchObject({
      variant: idOf("unchanged", place),
      side: "baseline",
      kind: "preparation",
    });
    expect(missing?.reason).toContain('build "cp source.mjs index.mjs": expected exit code 0, got 1');
    place.write("scenarios/two.yaml", scenario);
    const warned = await place.start([
      "run",
      "scenarios/two.yaml",
      "--target",
      "process",
      "--baseline",
      "HEAD",
    ]);
    expect(warned.stderr).toContain(
      "the baseline HEAD lacks what git does not know of the candidate: unchanged/source.mjs",
    );
    expect(place.leftovers()).toEqual([]);
  });

  it.each([
    [
      "mai",
      /--baseline: expected a git ref of .*, or a folder, got "mai", which is neither\n {2}did you mean "main"\?/,
    ],
    ["./nowhere", /--baseline: expected a folder, got ".\/nowhere", which is none/],
  ])("is exit code 2 for %s, which does not exist, and leaves nothing", async (name, message) => {
    const place = await changedFunction();
    for (const command of [runTwo, ["plan", "scenarios/two.yaml"]]) {
      const run = await place.start([...command, "--baseline", name]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toMatch(message);
    }
    expect(existsSync(place.path("out"))).toBe(false);
    expect(place.leftovers()).toEqual([]);
  });

  it("is exit code 2 outside of git where it is no folder, and for phases that the run has not", async () => {
    const place = workplace({
      "two.yaml": `function: { code: fn, handler: index.handler }\nruntimes: { ${nodeRuntime}: {} }\nsamples: { warm: 0 }\n`,
      "fn/index.mjs": quick,
      "before/fn/index.mjs": slow,
    });
    const none = await place.start(["run", "two.yaml", "--baseline", "main", "--out", "out"]);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain("--baseline: expected a folder (no scenario is in a git checkout)");
    const flags = ["--target", "process", "--baseline", "before", "--watch", "warm.invoke", "--out", "out"];
    const watch = await place.start(["run", "two.yaml", ...flags]);
    expect(watch.exitCode).toBe(2);
    expect(watch.stderr).toContain("got warm.invoke: it has no warm invocations");
    expect(existsSync(place.path("out"))).toBe(false);
  });

  it("counts both sides in thaw plan", async () => {
    const place = await changedFunction();
    const planned = async (...flags: string[]) =>
      JSON.parse((await place.start(["plan", "scenarios/two.yaml", "--json", ...flags])).stdout);
    const [one, two] = [await planned(), await planned("--baseline", "main")];
    expect(two.environmentCount).toBe(2 * one.environmentCount);
    expect(two.expectedMs).toBe(2 * one.expectedMs);
    expect(two.sides).toEqual(["baseline", "candidate"]);
  });
});

describe("thaw run --until decided", () => {
  it("ends a variant at an early look when the difference is large, and leaves nothing to resume", async () => {
    const place = await changedFunction(slow, "cold: 40, warm: 0");
    const run = await place.start([...runTwo, "--baseline", "main", "--until", "decided", "--watch", "init"]);
    expect(run.stderr).toMatch(/two\/changed\/\S+: decided after \d+ cold starts a side/);
    const manifest = manifestOf(place.path("out"));
    expect(manifest).toMatchObject({ state: "complete", stopping: { until: "decided" }, watched: ["init"] });
    const taken = 1 + Math.max(...samplesOf(place.path("out")).map(({ block }) => block));
    expect(manifest.stopping?.looks).toContain(taken);
    expect(taken).toBeLessThan(41);
    expect(place.leftovers()).toEqual([]);
  });

  it("takes the looks again when it is resumed, and comes to the same end", async () => {
    const place = await changedFunction(slow, "cold: 40, warm: 0");
    const flags = ["--baseline", "main", "--until", "decided", "--watch", "init"];
    const first = await place.start([...runTwo, ...flags, "--max-time", "2s"]);
    expect(first.stderr).toContain("the run is not complete");
    await git(place.folder, "commit", "--quiet", "--all", "--message", "The change");
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.stderr).toContain("decided after");
    const manifest = manifestOf(place.path("out"));
    expect(manifest).toMatchObject({ state: "complete", baseline: { name: "main" } });
    const keys = samplesOf(place.path("out")).map(({ side, block }) => `${block} ${side}`);
    expect(new Set(keys).size).toBe(keys.length);
    const taken = keys.length / 2;
    expect(manifest.stopping?.looks).toContain(taken);
    expect(place.leftovers()).toEqual([]);
  });
});

describe("a run with a baseline that ends early", () => {
  it("leaves no checkout when it is interrupted while one is made, once or twice", async () => {
    for (const times of [1, 2]) {
      const place = await changedFunction();
      place.write(".gitattributes", "*.mjs filter=slow\n");
      const mark = place.path("mark");
      await git(place.folder, "add", ".gitattributes");
      await git(place.folder, "commit", "--quiet", "--message", "Filter");
      await git(place.folder, "config", "filter.slow.smudge", `touch '${mark}'; sleep 600`);
      const run = place.start([...runTwo, "--baseline", "HEAD"]);
      await expect.poll(() => existsSync(mark), { timeout: 20_000 }).toBe(true);
      expect(place.leftovers()).not.toEqual([]);
      for (let sent = 0; sent < times; sent++) {
        run.kill("SIGINT");
      }
      expect((await run).exitCode).toBe(130);
      expect(place.leftovers()).toEqual([]);
    }
  });

  it("is taken up with the commit that it began with, wherever its ref leads by now", async () => {
    const place = await changedFunction(
      "export const handler = () => new Promise((done) => setTimeout(done, 200));",
    );
    const began = await git(place.folder, "rev-parse", "main");
    const run = await place.start([...runTwo, "--baseline", "main", "--max-time", "1s"]);
    expect(run.stderr).toContain("the run is not complete");
    await git(place.folder, "commit", "--quiet", "--all", "--message", "The change");
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(5);
    expect(manifestOf(place.path("out"))).toMatchObject({
      state: "complete",
      baseline: { gitCommit: began },
    });
    expect(samplesOf(place.path("out"))).toHaveLength(4 * 2 * 2);
    expect(place.leftovers()).toEqual([]);
  });

  it("is not taken up when the commit has gone, or a folder's code has changed", async () => {
    const place = await changedFunction(
      "export const handler = () => new Promise((done) => setTimeout(done, 200));",
    );
    place.write("old/changed/index.mjs", quick);
    place.write("old/unchanged/index.mjs", quick);
    const limited = ["--max-time", "1s"];
    await place.start([...runTwo, "--baseline", "main", ...limited]);
    const folder = ["run", "scenarios/two.yaml", "--target", "process", "--out", "folder"];
    await place.start([...folder, "--baseline", "old", ...limited]);
    place.write("old/changed/index.mjs", `${quick}// other\n`);
    const changed = await place.start(["run", "--resume", "folder"]);
    expect(changed.exitCode).toBe(2);
    expect(changed.stderr).toContain("got a change of two/changed");
    await git(place.folder, "checkout", "--quiet", "--orphan", "other");
    await git(place.folder, "commit", "--quiet", "--all", "--message", "Anew");
    await git(place.folder, "branch", "--quiet", "-D", "main");
    await git(place.folder, "-c", "gc.reflogExpire=now", "reflog", "expire", "--expire=now", "--all");
    await git(place.folder, "gc", "--quiet", "--prune=now");
    const gone = await place.start(["run", "--resume", "out"]);
    expect(gone.exitCode).toBe(2);
    expect(gone.stderr).toMatch(/--resume out: expected the baseline's commit [0-9a-f]{40} in /);
    expect(place.leftovers()).toEqual([]);
  });

  it("that was killed while it checked out is cleaned up by the next command", async () => {
    const place = await changedFunction();
    place.write(".gitattributes", "*.mjs filter=slow\n");
    await git(place.folder, "add", ".gitattributes");
    await git(place.folder, "commit", "--quiet", "--message", "Filter");
    const mark = place.path("mark");
    await git(place.folder, "config", "filter.slow.smudge", `touch '${mark}'; sleep 600`);
    const run = place.start([...runTwo, "--baseline", "HEAD"]);
    await expect.poll(() => existsSync(mark), { timeout: 20_000 }).toBe(true);
    run.kill("SIGKILL");
    await run;
    expect(place.leftovers()).not.toEqual([]);
    await git(place.folder, "config", "--unset", "filter.slow.smudge");
    const next = await place.start(["run", "--resume", "out"]);
    expect(next.stderr).toContain("cleaned up after 1 thaw process that was killed");
    expect(next.exitCode).toBe(5);
    expect(place.leftovers()).toEqual([]);
  });
});
