import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutTornTail, readSamples, readWholeSamples, scanSamples } from "../../../src/samples/reader.ts";
import { environmentKey } from "../../../src/samples/recorded-environment.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { formatSample } from "../../../src/samples/sample-line.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { collected, environmentOf } from "./a-sample.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const variant = "hello/nodejs24.x/512/x86_64/zip/none";

function linesOf(samples: readonly Sample[]): string {
  return samples
    .map((sample, index) => formatSample(index === samples.length - 1 ? { ...sample, last: true } : sample))
    .join("");
}

async function samplesFile(text: string): Promise<string> {
  const path = join(await temporaryFolder(), "samples.ndjson");
  await writeFile(path, text);
  return path;
}

const whole = linesOf(environmentOf(1, 2)) + linesOf(environmentOf(2, 2));
const torn = linesOf(environmentOf(3, 2));

describe("a torn tail", () => {
  it("is never yielded, wherever the write was cut", async () => {
    const path = await samplesFile("");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: torn.length - 1 }), async (cut) => {
        await writeFile(path, whole + torn.slice(0, cut));
        const samples = await collected(readSamples(path));
        expect(samples).toHaveLength(6);
        const scan = await scanSamples(path);
        expect(scan.completeBytes).toBe(whole.length);
        expect(scan.tornTail?.offset).toBe(cut === 0 ? undefined : whole.length);
      }),
      { numRuns: 60 },
    );
  });

  it("is reported with its offset and lines", async () => {
    const path = await samplesFile(
      `${whole}${linesOf(environmentOf(3, 2)).split("\n").slice(0, 2).join("\n")}\n{"tar`,
    );
    const scan = await scanSamples(path);
    expect(scan.tornTail).toEqual({ offset: whole.length, lines: 3 });
    expect(scan.totalBytes).toBeGreaterThan(scan.completeBytes);
  });

  it("is cut, so that what is appended next is read", async () => {
    const path = await samplesFile(`${whole}${torn.slice(0, 500)}`);
    expect(await cutTornTail(path)).toBe(500);
    expect(await readFile(path, "utf8")).toBe(whole);
    await appendFile(path, torn);
    expect(await collected(readSamples(path))).toHaveLength(9);
    expect(await cutTornTail(path)).toBe(0);
  });

  it("may hold garbage that ends with a newline", async () => {
    const path = await samplesFile(`${whole}\0\0\0\n`);
    expect(await cutTornTail(path)).toBe(4);
  });
});

describe("a file that must be whole", () => {
  it("is read as any other where it is, and refused where it ends within an environment", async () => {
    const path = await samplesFile(whole);
    expect(await collected(readWholeSamples(path))).toHaveLength(6);
    await appendFile(path, torn.slice(0, 500));
    await expect(collected(readWholeSamples(path))).rejects.toThrow(
      "samples.ndjson: expected a whole environment at its end, got 500 bytes of one that is cut off",
    );
  });
});

describe("a damaged line before the last whole environment", () => {
  it("is refused where it was the last of its environment", async () => {
    const damaged = linesOf(environmentOf(2, 2)).trimEnd().slice(0, -9);
    const path = await samplesFile(`${damaged}\n${whole}`);
    await expect(collected(readSamples(path))).rejects.toThrow(`${path}:3`);
    await expect(cutTornTail(path)).rejects.toThrow(InputError);
  });

  it("is refused with its line and what is wrong", async () => {
    const path = await samplesFile(
      `${linesOf(environmentOf(1, 0))}{"target":"pro\n${linesOf(environmentOf(2, 0))}`,
    );
    const reading = collected(readSamples(path));
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(`${path}:2: expected a sample as JSON, got {"target":"pro`);
  });

  it("is refused when a field is of another kind", async () => {
    const damaged = linesOf(environmentOf(2, 0)).replace('"initMs":61.2', '"initMs":"61.2"');
    const path = await samplesFile(`${damaged}${whole}`);
    await expect(collected(readSamples(path))).rejects.toThrow(
      `${path}:1: initMs: expected a number, got "61.2"`,
    );
  });

  it("is refused when a status is unknown", async () => {
    const damaged = linesOf(environmentOf(2, 0)).replace('"status":"ok"', '"status":"fine"');
    const path = await samplesFile(damaged + whole);
    await expect(scanSamples(path)).rejects.toThrow(/:1: status: expected one of ok, .*, got "fine"/);
  });

  it("is refused when one environment stands inside another", async () => {
    const [first = "", ...rest] = linesOf(environmentOf(1, 2)).split(/(?<=\n)/);
    const path = await samplesFile(
      first + linesOf(environmentOf(2, 0)) + rest.join("") + linesOf(environmentOf(3, 0)),
    );
    await expect(collected(readSamples(path))).rejects.toThrow(
      ":2: expected the rest of environment e-00001, got one of e-00002",
    );
  });

  it("comes with the others, all at once", async () => {
    const path = await samplesFile(`{\n[]\n${whole}`);
    const reading = collected(readSamples(path));
    await expect(reading).rejects.toThrow(/:1: .*\n.*:2: expected a sample as JSON, got \[\]/);
  });
});

describe("reading samples", () => {
  it("keeps fields that it does not know", async () => {
    const path = await samplesFile(linesOf(environmentOf(1, 0)).replace("}\n", ',"placementMs":3}\n'));
    const [sample] = await collected(readSamples(path));
    expect(sample).toHaveProperty("placementMs", 3);
  });

  it("joins lines and characters that a block boundary has split", async () => {
    const message = "é".repeat(300_000);
    const environments = [1, 2, 3, 4, 5].map((number) =>
      environmentOf(number, 0, { status: "crash", error: { type: "x", message } }),
    );
    const path = await samplesFile(environments.map(linesOf).join(""));
    const samples = await collected(readSamples(path));
    expect(samples.map((sample) => sample.error?.message === message)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it("gives nothing for an empty file and names a missing one", async () => {
    expect(await collected(readSamples(await samplesFile("")))).toEqual([]);
    await expect(collected(readSamples("/nowhere/samples.ndjson"))).rejects.toThrow(
      "/nowhere/samples.ndjson: expected a file of samples, got ENOENT",
    );
  });
});

describe("scanning samples", () => {
  it("tells how far each planned environment has come", async () => {
    const path = await samplesFile(
      linesOf(environmentOf(1, 2)) +
        linesOf(
          environmentOf(2, 0, {
            block: 1,
            side: "candidate",
            status: "timeout",
            suppressedInitMs: 1,
            error: { type: "t", message: "m" },
          }),
        ),
    );
    const scan = await scanSamples(path);
    expect([...scan.environments]).toEqual([
      [
        environmentKey(variant, undefined, 1),
        { attempt: 0, invocations: 3, dead: false, contaminated: false },
      ],
      [
        environmentKey(variant, "candidate", 1),
        { attempt: 0, invocations: 1, dead: true, contaminated: false },
      ],
    ]);
    expect(scan).toMatchObject({
      environmentCount: 2,
      sampleCount: 4,
      nextEnvironment: 3,
      tornTail: undefined,
    });
  });

  it("follows the highest attempt alone", async () => {
    const path = await samplesFile(
      linesOf(environmentOf(1, 2, { block: 4, status: "contaminated" })) +
        linesOf(environmentOf(2, 1, { block: 4, attempt: 1 })),
    );
    const scan = await scanSamples(path);
    expect(scan.environments.get(environmentKey(variant, undefined, 4))).toEqual({
      attempt: 1,
      invocations: 2,
      dead: false,
      contaminated: false,
    });
  });

  it("adds up the parts of one environment of the plan that was taken in two", async () => {
    const rest = environmentOf(7, 4, { block: 1 }).slice(3);
    const scan = await scanSamples(await samplesFile(linesOf(environmentOf(1, 2)) + linesOf(rest)));
    expect(scan.environments.get(environmentKey(variant, undefined, 1))?.invocations).toBe(5);
    expect(scan.nextEnvironment).toBe(8);
  });
});
