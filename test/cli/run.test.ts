import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestOf, nodeRuntime, oneFunction, samplesOf, workplace } from "./thaw.ts";

const hello = oneFunction(
  "export const handler = async () => ({ statusCode: 200 });",
  "expect: { statusCode: 200 }",
);

describe("thaw run", () => {
  it("leaves a whole run directory and nothing else", async () => {
    const place = workplace(hello);
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.stderr).not.toContain("thaw: this is a bug");
    expect(run.exitCode).toBe(0);
    expect(readdirSync(place.path("out")).sort()).toEqual([
      "histograms.json",
      "report.md",
      "run.json",
      "samples.ndjson",
      "summary.csv",
    ]);
    expect(manifestOf(place.path("out")).state).toBe("complete");
    expect(place.leftovers()).toEqual([]);
  });

  it("records every planned sample with phases that follow from one another", async () => {
    const place = workplace(hello);
    await place.start(["run", "one.yaml", "--out", "out", "--cold", "3", "--warm", "4"]);
    const samples = samplesOf(place.path("out"));
    expect(samples).toHaveLength(4 * 5);
    for (const sample of samples) {
      expect(sample.status).toBe("ok");
      expect(sample.firstByteMs).toBeLessThanOrEqual(sample.invokeMs ?? 0);
      expect(sample.durationMs).toBeCloseTo((sample.invokeMs ?? 0) + (sample.overheadMs ?? 0), 3);
      if (sample.temperature === "cold") {
        expect(sample.coldStartMs).toBeCloseTo((sample.initMs ?? 0) + (sample.durationMs ?? 0), 3);
        expect(sample.provisionMs).toBeGreaterThan(0);
      } else {
        expect(sample).not.toHaveProperty("initMs");
      }
    }
  });

  it("takes the same order for the same seed, and another one for another", async () => {
    const labels = ["a", "b", "c", "d"].map((label) => `${label}: { runtime: ${nodeRuntime} }`).join(", ");
    const place = workplace({
      ...hello,
      "many.yaml": `function: { code: fn, handler: index.handler }\nruntimes: { ${labels} }\nsamples: { cold: 4, warm: 0 }\n`,
    });
    const orderOf = async (seed: string, out: string) => {
      await place.start(["run", "many.yaml", "--seed", seed, "--out", out]);
      return samplesOf(place.path(out)).map(({ variant, block }) => `${block} ${variant}`);
    };
    const first = await orderOf("5", "out1");
    expect(await orderOf("5", "out2")).toEqual(first);
    expect(await orderOf("6", "out3")).not.toEqual(first);
    expect((await orderOf("6", "out4")).toSorted()).toEqual(first.toSorted());
  });

  it("prints only JSON on stdout under --json, and nothing but trouble under --quiet", async () => {
    const place = workplace(hello);
    const json = await place.start(["run", "one.yaml", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      run: { state: "complete" },
      summary: { variants: [{}] },
    });
    const quiet = await place.start(["run", "one.yaml", "--quiet"]);
    expect(quiet.stdout + quiet.stderr).toBe("");
    expect(readdirSync(place.path("results"))).toHaveLength(2);
  });

  it("never shows a function the user's own environment, nor a run directory the scenario's values", async () => {
    const source =
      "export const handler = async () => ({ secret: process.env.MY_SECRET ?? null, token: process.env.TOKEN });";
    const place = workplace(
      oneFunction(source, 'expect: { secret: null, token: "t0p-s3cret-value" }').valueOf() as Record<
        string,
        string
      >,
    );
    place.write(
      "one.yaml",
      place.read("one.yaml").replace(
        "handler: index.handler",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the scenario file's own notation
        'handler: index.handler, environment: { TOKEN: "${env:USER_TOKEN}" }',
      ),
    );
    const run = await place.start(["run", "one.yaml", "--out", "out"], {
      MY_SECRET: "mine-alone",
      USER_TOKEN: "t0p-s3cret-value",
    });
    expect(run.exitCode).toBe(0);
    for (const file of readdirSync(place.path("out"))) {
      expect(place.read(`out/${file}`)).not.toMatch(/t0p-s3cret-value|mine-alone/);
    }
  });

  it("ends early at --max-time, says so, and can be resumed to the end", async () => {
    const place = workplace(
      oneFunction("export const handler = () => new Promise((done) => setTimeout(done, 300));"),
    );
    const run = await place.start(["run", "one.yaml", "--out", "out", "--max-time", "1s"]);
    expect(run.exitCode).toBe(4);
    expect(manifestOf(place.path("out")).state).toBe("limited");
    expect(run.stderr).toContain("--resume out");
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(0);
    expect(manifestOf(place.path("out")).state).toBe("complete");
    const keys = samplesOf(place.path("out")).map(({ block, invocation }) => `${block}.${invocation}`);
    expect(keys.toSorted()).toEqual(["0.0", "0.1", "0.2", "1.0", "1.1", "1.2", "2.0", "2.1", "2.2"]);
  });
});

describe("a runtime that is not here", () => {
  const two = `function: { code: fn, handler: index.handler }
runtimes: { ${nodeRuntime}: {}, java21: { handler: "example.Handler::handle" } }
samples: { cold: 1, warm: 0 }
`;

  it("is exit code 3 with what would make it available, and leaves no run directory", async () => {
    const place = workplace({ ...hello, "two.yaml": two });
    const run = await place.start(["run", "two.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain("java21");
    expect(existsSync(place.path("out"))).toBe(false);
  });

  it("is a line in the report with --allow-unavailable", async () => {
    const place = workplace({ ...hello, "two.yaml": two });
    const run = await place.start(["run", "two.yaml", "--out", "out", "--allow-unavailable"]);
    expect(run.exitCode).toBe(0);
    expect(place.read("out/report.md")).toMatch(/Not measured[\s\S]*java21/);
  });
});
