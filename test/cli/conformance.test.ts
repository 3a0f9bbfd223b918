import { chmodSync, cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Workplace, workplace } from "./thaw.ts";

const runtime = fileURLToPath(new URL("../conformance-runtime", import.meta.url));

/** A folder rt/ with the runtime of test/conformance-runtime; `fault` is one of its faults. */
function withRuntime(fault = ""): Workplace {
  const place = workplace();
  cpSync(runtime, place.path("rt"), { recursive: true });
  const lines = [
    "#!/bin/sh",
    `FAULT="${fault}" exec "${process.execPath}" "$LAMBDA_TASK_ROOT/bootstrap.mjs"`,
  ];
  place.write("rt/bootstrap", `${lines.join("\n")}\n`);
  chmodSync(place.path("rt/bootstrap"), 0o755);
  return place;
}

describe("thaw conformance", () => {
  it("checks an executable file, its folder the task root, and ends with 0 when it conforms", async () => {
    const place = withRuntime();
    const run = await place.start(["conformance", "rt/bootstrap"]);
    expect([run.stderr, run.exitCode]).toEqual(["", 0]);
    expect(run.stdout).toMatch(/^# Runtime conformance: rt\/bootstrap\n\n\*\*Conforms\*\*/);
    expect(run.stdout).toContain("✓ `asks-for-event`");
    expect(place.leftovers()).toEqual([]);
  });

  it("ends with 1 when a required check does not hold, in each format", async () => {
    const place = withRuntime("ends after an error");
    const markdown = await place.start(["conformance", "rt/bootstrap"]);
    expect(markdown.exitCode).toBe(1);
    expect(markdown.stdout).toContain("✗ `error-survived`");
    const json = await place.start(["conformance", "rt/bootstrap", "--json"]);
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, subject: "rt/bootstrap", conforms: false });
    const junit = await place.start(["conformance", "rt/bootstrap", "--format", "junit"]);
    expect(junit.exitCode).toBe(1);
    expect(junit.stdout).toMatch(/^<\?xml[\s\S]*<failure message=[\s\S]*<\/testsuites>\n?$/);
  });

  it("does not end with 1 for optional checks", async () => {
    const run = await withRuntime("says little").start(["conformance", "rt/bootstrap"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("✗ `user-agent` (optional)");
  });

  it("fails a function that does not keep the convention, unless told to leave out what needs it", async () => {
    const place = withRuntime("keeps no convention");
    const strict = await place.start(["conformance", "rt/bootstrap"]);
    expect(strict.exitCode).toBe(1);
    expect(strict.stdout).toContain("✗ `convention`");
    expect(strict.stderr).toContain("--no-convention");
    const lenient = await place.start(["conformance", "rt/bootstrap", "--no-convention"]);
    expect(lenient.exitCode).toBe(0);
    expect(lenient.stdout).toContain("– `event-null`");
  });

  it("checks the first variant of a scenario that the filters leave", async () => {
    const place = withRuntime();
    place.write(
      "rt.yaml",
      `function: { code: rt, handler: any.thing }
runtimes:
  broken: { runtime: provided.al2023, environment: { FAULT: posts errors as responses } }
  sound: { runtime: provided.al2023, bootstrap: [node, bootstrap.mjs] }
`,
    );
    const sound = await place.start([
      "conformance",
      "rt.yaml",
      "--filter",
      "runtime=sound",
      "--format",
      "json",
    ]);
    expect(sound.exitCode).toBe(0);
    expect(JSON.parse(sound.stdout).subject).toContain("rt/sound/");
    const first = await place.start(["conformance", "rt.yaml", "--no-convention", "--format", "json"]);
    expect(first.stderr).toContain("first of 2 variants");
    expect(JSON.parse(first.stdout).subject).toContain("rt/broken/");
  });

  it.each([
    [
      "what is not there",
      ["conformance", "nothing"],
      /nothing: expected an executable file or a scenario .*got nothing/,
    ],
    ["a folder", ["conformance", "rt"], /rt: expected an executable file .*got a folder/],
    ["a file that may not be executed", ["conformance", "rt/sound.mjs"], /sound\.mjs: .*may not be executed/],
    ["a script without an interpreter", ["conformance", "rt/no-start"], /no-start: .*#!/],
    ["a scenario that is not there", ["conformance", "nothing.yaml"], /nothing\.yaml/],
    ["an unknown format", ["conformance", "rt/bootstrap", "--format", "xml"], /--format/],
    [
      "two formats",
      ["conformance", "rt/bootstrap", "--json", "--format", "junit"],
      /--format: expected json/,
    ],
    [
      "a filter without a scenario",
      ["conformance", "rt/bootstrap", "--filter", "memory=128"],
      /--filter: expected a scenario/,
    ],
    [
      "a handler beside a scenario",
      ["conformance", "a.yaml", "--handler", "a.b"],
      /--handler: expected an executable file/,
    ],
  ])("refuses %s with 2", async (_what, args, message) => {
    const place = withRuntime();
    place.write("rt/no-start", "echo hello\n");
    chmodSync(place.path("rt/no-start"), 0o755);
    const run = await place.start(args);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe("");
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it("ends with 3 where the scenario's runtime is not here", async () => {
    const place = workplace({
      "fn/index.mjs": "export const handler = async (event) => event;",
      "a.yaml": `function: { code: fn, handler: index.handler }\nruntimes: { nodejs18.x: {} }\n`,
    });
    const run = await place.start(["conformance", "a.yaml"]);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toBe("");
  });

  it("says why a runtime that ends at once does not conform, in its own words", async () => {
    const place = workplace({ "rt/bootstrap": "#!/bin/sh\necho no such module >&2\nexit 7\n" });
    chmodSync(place.path("rt/bootstrap"), 0o755);
    const run = await place.start(["conformance", "rt/bootstrap"]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/exited with code 7; it wrote: no such module/);
  });

  it("ends at once at Ctrl-C, with 130 and nothing left behind", async () => {
    const place = withRuntime("never answers");
    const run = place.start(["conformance", "rt/bootstrap"]);
    setTimeout(() => run.kill("SIGINT"), 1500);
    const ended = await run;
    expect(ended.exitCode).toBe(130);
    expect(ended.stdout).toBe("");
    expect(place.leftovers()).toEqual([]);
  });
});
