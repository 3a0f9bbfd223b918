import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createRunDirectory,
  readManifest,
  runIdOf,
  writeManifest,
} from "../../../src/samples/run-directory.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { runManifest } from "./a-manifest.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("a run's id", () => {
  it("is its second and four digits, and sorts by time", () => {
    const id = runIdOf(new Date("2026-11-23T19:20:11.987Z"), () => "a1b2");
    expect(id).toBe("2026-11-23T19-20-11Z-a1b2");
    expect(runIdOf(new Date("2026-11-23T19:20:12.001Z"), () => "0000") > id).toBe(true);
  });
});

describe("creating a run directory", () => {
  it("makes it with its parents and puts an empty samples file in it", async () => {
    const path = join(await temporaryFolder(), "a", "b");
    await createRunDirectory(path);
    expect(await readFile(join(path, "samples.ndjson"), "utf8")).toBe("");
  });

  it("takes an empty folder", async () => {
    const path = await temporaryFolder();
    await createRunDirectory(path);
    expect(await readdir(path)).toEqual(["samples.ndjson"]);
  });

  it("refuses a folder that holds anything, and leaves it as it is", async () => {
    const path = await temporaryFolder();
    for (const name of ["d", "b", "a", ".c", "e"]) {
      await writeFile(join(path, name), "");
    }
    await expect(createRunDirectory(path)).rejects.toThrow(InputError);
    await expect(createRunDirectory(path)).rejects.toThrow(
      `${path}: expected a new or empty folder, got one that holds .c, a, b and 2 more`,
    );
    expect(await readdir(path)).toHaveLength(5);
  });

  it("refuses a path that is a file or lies below one", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await expect(createRunDirectory(file)).rejects.toThrow(
      `${file}: expected a folder that can be made and read, got ENOTDIR`,
    );
    await expect(createRunDirectory(join(file, "run"))).rejects.toThrow("got ENOTDIR");
  });

  it("refuses a place that cannot be written", async ({ skip }) => {
    if (process.platform !== "linux") {
      skip("needs /proc");
    }
    await expect(createRunDirectory("/proc/thaw-run")).rejects.toThrow(
      "/proc/thaw-run: expected a folder that can be made",
    );
  });
});

describe("run.json", () => {
  it("is read as it was written, with fields that a later version added", async () => {
    const path = await temporaryFolder();
    const manifest = { ...runManifest(), shard: "1/3" };
    await writeManifest(path, manifest);
    expect(await readManifest(path)).toEqual(manifest);
    expect(await readdir(path)).toEqual(["run.json"]);
  });

  it("may be written again", async () => {
    const path = await temporaryFolder();
    await writeManifest(path, runManifest({ state: "running" }));
    await writeManifest(path, runManifest({ state: "interrupted" }));
    expect((await readManifest(path)).state).toBe("interrupted");
  });

  it("is missed in a folder that is no run directory", async () => {
    const path = await temporaryFolder();
    await expect(readManifest(path)).rejects.toThrow(`${path}: expected a run directory, got nothing`);
    await mkdir(join(path, "run.json"));
    await expect(readManifest(path)).rejects.toThrow(`${path}: expected a run directory, got EISDIR`);
  });

  it("is refused when it is cut off", async () => {
    const path = await temporaryFolder();
    await writeFile(join(path, "run.json"), JSON.stringify(runManifest()).slice(0, 300));
    await expect(readManifest(path)).rejects.toThrow(
      /run\.json: expected the JSON of a run manifest, got .*JSON/,
    );
  });

  it("is refused when its format is a later one, with a hint", async () => {
    const path = await temporaryFolder();
    await writeFile(join(path, "run.json"), JSON.stringify({ ...runManifest(), formatVersion: 2 }));
    await expect(readManifest(path)).rejects.toThrow(
      "run.json formatVersion: expected format version 1, got 2\n  a newer thaw wrote it; read it with that",
    );
  });

  it("is refused with every field that is not as it must be", async () => {
    const path = await temporaryFolder();
    const [variant] = runManifest().variants;
    const damaged = {
      ...runManifest(),
      state: "done",
      seed: undefined,
      variants: [{ ...variant, memoryMb: "512" }],
    };
    await writeFile(join(path, "run.json"), JSON.stringify(damaged));
    await expect(readManifest(path)).rejects.toThrow(
      [
        `${path}/run.json state: expected one of running, complete, limited, interrupted, lost, got "done"`,
        `${path}/run.json seed: expected number, got nothing`,
        `${path}/run.json variants[0].memoryMb: expected number, got "512"`,
      ].join("\n"),
    );
  });
});
