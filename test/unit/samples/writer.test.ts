import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSamples } from "../../../src/samples/reader.ts";
import { openSampleWriter } from "../../../src/samples/writer.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { collected, environmentOf } from "./a-sample.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("the sample writer", () => {
  it("gives back through the reader what was appended, with the end of each environment marked", async () => {
    const path = join(await temporaryFolder(), "samples.ndjson");
    {
      await using writer = await openSampleWriter(path);
      await writer.appendEnvironment(environmentOf(1, 2));
      await writer.appendEnvironment(environmentOf(2, 0));
    }
    const samples = await collected(readSamples(path));
    expect(samples).toEqual([
      ...environmentOf(1, 2).map((sample, index) => (index === 2 ? { ...sample, last: true } : sample)),
      ...environmentOf(2, 0).map((sample) => ({ ...sample, last: true })),
    ]);
  });

  it("has an environment in the file as soon as it is appended", async () => {
    const path = join(await temporaryFolder(), "samples.ndjson");
    await using writer = await openSampleWriter(path);
    await writer.appendEnvironment(environmentOf(1, 3));
    expect((await readFile(path, "utf8")).split("\n")).toHaveLength(5);
  });

  it("appends to what is there", async () => {
    const path = join(await temporaryFolder(), "samples.ndjson");
    await writeFile(path, "");
    for (const number of [1, 2, 3]) {
      await using writer = await openSampleWriter(path);
      await writer.appendEnvironment(environmentOf(number, 1));
    }
    const samples = await collected(readSamples(path));
    expect(samples.map((sample) => sample.environment)).toEqual(
      [1, 1, 2, 2, 3, 3].map((number) => `e-0000${number}`),
    );
  });

  it("writes nothing for an environment without samples", async () => {
    const path = join(await temporaryFolder(), "samples.ndjson");
    await using writer = await openSampleWriter(path);
    await writer.appendEnvironment([]);
    expect(await readFile(path, "utf8")).toBe("");
  });

  it("names the file that it cannot open", async () => {
    const path = join(await temporaryFolder(), "missing", "samples.ndjson");
    const opening = openSampleWriter(path);
    await expect(opening).rejects.toThrow(InputError);
    await expect(opening).rejects.toThrow(`${path}: expected a file that can be written, got ENOENT`);
  });

  it("says that the disk is full as an input problem", async ({ skip }) => {
    if (process.platform !== "linux") {
      skip("needs /dev/full");
    }
    await using writer = await openSampleWriter("/dev/full");
    await expect(writer.appendEnvironment(environmentOf(1, 1))).rejects.toThrow(
      /^\/dev\/full: expected .* got ENOSPC/,
    );
  });
});
