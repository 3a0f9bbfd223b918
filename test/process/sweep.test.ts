import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeTree } from "../../src/packages/read-only.ts";
import { openSession, sweepLeftovers } from "../../src/targets/local/sessions.ts";
import { anyNode, lives, variantOf } from "./fixture.ts";

const hasProc = existsSync("/proc/self/stat");

describe("what a killed thaw leaves", () => {
  let folder: string;
  let cacheFolder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
    cacheFolder = join(folder, "cache");
  });
  afterEach(() => removeTree(folder));

  /** A thaw that starts a function, which starts a daemon, and is killed while it answers. */
  async function killedThaw(): Promise<readonly number[]> {
    const variant = JSON.stringify(variantOf({ handler: "families.handler", bootstrap: anyNode }));
    const program = fileURLToPath(new URL("thaw-to-be-killed.mjs", import.meta.url));
    const child = execa(process.execPath, [program, folder, cacheFolder, variant]);
    const pids = await new Promise<readonly number[]>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(JSON.parse(chunk.toString("utf8"))));
      child.once("exit", () => reject(new Error("it ended by itself")));
    });
    child.kill("SIGKILL");
    await child.catch(() => {});
    return pids;
  }

  it.runIf(hasProc)("is ended and removed by the next, and only once", async () => {
    const pids = await killedThaw();
    try {
      // The first, which waits for an event, may notice that its Runtime API is gone and end by itself.
      expect(pids.slice(1).map(lives)).toEqual([true, true]);
      expect(await workFolders()).toHaveLength(1);
      expect(await sweepLeftovers(cacheFolder)).toBe(1);
      await expect.poll(() => pids.some(lives)).toBe(false);
      expect(await workFolders()).toEqual([]);
      expect(await readdir(join(cacheFolder, "sessions"))).toEqual([]);
      expect(await sweepLeftovers(cacheFolder)).toBe(0);
    } finally {
      for (const pid of pids.filter(lives)) {
        process.kill(pid, "SIGKILL");
      }
    }
  });

  it("is nothing where no thaw ever ran", async () => {
    expect(await sweepLeftovers(join(folder, "nowhere"))).toBe(0);
  });

  it("is not what a living thaw owns", async () => {
    const workFolder = join(folder, "thaw-living");
    await mkdir(workFolder);
    const session = openSession(cacheFolder, workFolder, () => new Date());
    expect(await sweepLeftovers(cacheFolder)).toBe(0);
    expect(existsSync(workFolder)).toBe(true);
    session.end();
    expect(await readdir(join(cacheFolder, "sessions"))).toEqual([]);
  });

  it("is not a process that was given the pid of one of ours", async () => {
    const bystander = execa("sleep", ["60"], { detached: true });
    await noteDead([{ leader: bystander.pid, stamp: await staleStamp() }]);
    expect(await sweepLeftovers(cacheFolder)).toBe(1);
    expect(lives(bystander.pid ?? 0)).toBe(true);
    bystander.kill("SIGKILL");
    await bystander.catch(() => {});
  });

  it("is removed only where the folder has one of our names", async () => {
    const precious = join(folder, "precious");
    await mkdir(precious);
    await noteDead([], precious);
    expect(await sweepLeftovers(cacheFolder)).toBe(1);
    expect(existsSync(precious)).toBe(true);
  });

  it("is left alone when its notes come from another machine, or are not yet written", async () => {
    await noteDead([], undefined, "elsewhere");
    await writeFile(join(cacheFolder, "sessions", "7-empty.ndjson"), "");
    expect(await sweepLeftovers(cacheFolder)).toBe(0);
    expect(await readdir(join(cacheFolder, "sessions"))).toHaveLength(2);
  });

  async function workFolders(): Promise<readonly string[]> {
    return (await readdir(folder)).filter((name) => name.startsWith("thaw-"));
  }

  /** A session of this machine whose owner was another process with this pid. */
  async function noteDead(
    leaders: readonly object[],
    workFolder = join(folder, "thaw-gone"),
    pidSpace?: string,
  ) {
    const own = await ownNote();
    const owner = {
      ...own,
      stamp: await staleStamp(),
      workFolder,
      ...(pidSpace === undefined ? {} : { pidSpace }),
    };
    const lines = [owner, ...leaders].map((note) => `${JSON.stringify(note)}\n`).join("");
    await writeFile(join(cacheFolder, "sessions", "1-dead.ndjson"), `${lines}{"leader":12`);
  }

  async function ownNote(): Promise<{ readonly stamp: string }> {
    const session = openSession(cacheFolder, join(folder, "thaw-own"), () => new Date());
    const [file = ""] = await readdir(join(cacheFolder, "sessions"));
    const note = JSON.parse(
      (await readFile(join(cacheFolder, "sessions", file), "utf8")).split("\n")[0] ?? "",
    );
    session.end();
    return note;
  }

  async function staleStamp(): Promise<string> {
    return hasProc ? `${(await ownNote()).stamp}0` : new Date(0).toISOString();
  }
});
