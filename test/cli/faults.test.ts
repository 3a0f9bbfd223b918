import { chmodSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestOf, nodeRuntime, oneFunction, samplesOf, workplace } from "./thaw.ts";

/** A handler's fault, the status of its cold samples, and the words of its own that must be seen. */
const faults: readonly (readonly [string, string, string, RegExp])[] = [
  [
    "throws while loading",
    "throw new TypeError('no table name');\nexport const handler = 1;",
    "init-error",
    /no table name/,
  ],
  [
    "throws when called",
    "export const handler = async () => { throw new RangeError('order 7 is gone'); };",
    "function-error",
    /order 7 is gone/,
  ],
  [
    "never answers",
    "export const handler = () => new Promise(() => { setInterval(() => {}, 1000); });",
    "timeout",
    /Task timed out after 1\.00 seconds/,
  ],
  [
    "exits while it answers",
    "export const handler = async () => { process.exit(7); };",
    "crash",
    /exit status 7/,
  ],
  [
    "is killed while it answers",
    "export const handler = async () => { process.kill(process.pid, 'SIGKILL'); };",
    "crash",
    /signal: killed/,
  ],
  ["has a syntax error", "export const handler = async () => {{{", "init-error", /SyntaxError|Unexpected/],
  ["has no such export", "export const other = 1;", "init-error", /handler/],
];

describe("a function that", () => {
  it.each(faults)(
    "%s is a failed sample in its own words, exit code 4",
    async (_what, source, status, words) => {
      const place = workplace(oneFunction(source));
      place.write(
        "one.yaml",
        place
          .read("one.yaml")
          .replace("code: fn", "code: fn, timeout: 1")
          .replace("cold: 2, warm: 2, warmupBlocks: 1", "cold: 1, warm: 1, warmupBlocks: 0"),
      );
      const run = await place.start(["run", "one.yaml", "--out", "out"]);
      expect(run.exitCode).toBe(4);
      const [cold] = samplesOf(place.path("out"));
      expect(cold?.status).toBe(status);
      expect(`${cold?.error?.type} ${cold?.error?.message}`).toMatch(words);
      expect(place.read("out/report.md")).toMatch(/fail/i);
      expect(place.leftovers()).toEqual([]);
    },
  );

  it("floods its log, or never ends a line, is measured all the same", async () => {
    const source = `export const handler = async () => {
      for (let i = 0; i < 2000; i++) process.stdout.write("x".repeat(1000) + (i % 2 ? "\\n" : ""));
      return 1;
    };`;
    const place = workplace(oneFunction(source));
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(0);
    expect(samplesOf(place.path("out")).every(({ status }) => status === "ok")).toBe(true);
  });

  it("leaves processes behind has them ended with its environment", async () => {
    const source = `import { spawn } from "node:child_process";
      export const handler = async () => {
        spawn("sleep", ["4242"], { stdio: "ignore" }).unref();
        spawn("setsid", ["sleep", "4243"], { stdio: "inherit" }).unref();
        return 1;
      };`;
    const place = workplace(oneFunction(source));
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(0);
    const { execa } = await import("execa");
    const living = await execa("ps", ["-eo", "args"]);
    expect(living.stdout).not.toMatch(/sleep 424[23]/);
    expect(place.leftovers()).toEqual([]);
  });
});

describe("a bootstrap that", () => {
  const scenario =
    "function: { code: fn, timeout: 1 }\nruntimes: { provided.al2023: {} }\nsamples: { cold: 1, warm: 1, warmupBlocks: 0 }\n";

  it("is not executable is an init error, and one that never polls a timeout", async () => {
    const place = workplace({ "one.yaml": scenario, "fn/bootstrap": "#!/bin/sh\nexit 0\n" });
    chmodSync(place.path("fn/bootstrap"), 0o644);
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(4);
    expect(samplesOf(place.path("out"))[0]).toMatchObject({
      status: "init-error",
      error: { type: "Runtime.InvalidEntrypoint" },
    });
    place.write("fn/bootstrap", "#!/bin/sh\nsleep 60\n");
    chmodSync(place.path("fn/bootstrap"), 0o755);
    const silent = await place.start(["run", "one.yaml", "--out", "out2"]);
    expect(silent.exitCode).toBe(4);
    const samples = samplesOf(place.path("out2"));
    expect(samples).toMatchObject([
      {
        status: "timeout",
        failedInitMs: 10_000,
        suppressedInitMs: 1000,
        error: { type: "Sandbox.Timedout" },
      },
    ]);
    expect(place.leftovers()).toEqual([]);
  });
});

describe("a runtime that prints its reason and exits", () => {
  it("has its last words in the sample and in the report", async () => {
    const place = workplace({
      "one.yaml":
        'function: { code: fn }\nruntimes: { provided.al2023: { bootstrap: [sh, -c, "echo no licence key; exit 5"] } }\nsamples: { cold: 1, warm: 0, warmupBlocks: 0 }\n',
      "fn/readme": "",
    });
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(4);
    expect(samplesOf(place.path("out"))[0]?.error?.message).toMatch(
      /exit status 5\nLast of its log:\nno licence key\nno licence key$/,
    );
    expect(place.read("out/report.md")).toContain("no licence key");
  });
});

describe("a secret that a failing build prints", () => {
  it("is not written anywhere", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;"));
    place.write(
      "one.yaml",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the scenario file's own notation
      place.read("one.yaml").replace("code: fn", 'code: fn, build: "echo ${env:BUILD_TOKEN}; exit 7"'),
    );
    const run = await place.start(["run", "one.yaml", "--out", "out"], { BUILD_TOKEN: "s3cret-token" });
    expect(run.exitCode).toBe(4);
    const written = ["run.json", "report.md"].map((file) => place.read(`out/${file}`)).join("");
    expect(`${written}${run.stderr}${run.stdout}`).not.toContain("s3cret-token");
  });
});

describe("a build that fails", () => {
  it("is told in its own words, and the rest goes on", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;"));
    place.write(
      "one.yaml",
      `function: { code: fn, handler: index.handler }
runtimes:
  good: { runtime: ${nodeRuntime} }
  bad: { runtime: ${nodeRuntime}, build: "echo cannot find crate tokio >&2; exit 3" }
samples: { cold: 1, warm: 1, warmupBlocks: 0 }
`,
    );
    const run = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("cannot find crate tokio");
    const { notMeasured } = manifestOf(place.path("out"));
    expect(notMeasured).toMatchObject([{ variant: expect.stringContaining("/bad/"), kind: "preparation" }]);
    expect(samplesOf(place.path("out")).map(({ status }) => status)).toEqual(["ok", "ok"]);
    expect(place.read("out/report.md")).toContain("cannot find crate tokio");
  });
});
