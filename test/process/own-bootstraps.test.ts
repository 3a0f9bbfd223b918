import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreparationError, UnavailableError } from "../../src/shared/errors.ts";
import { type Bench, functionFolder, openBench } from "./fixture.ts";

describe("a runtime with a bootstrap of its own", () => {
  let bench: Bench;
  let folder: string;
  beforeAll(async () => {
    bench = await openBench();
    folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const provided = {
    runtime: "provided.al2023",
    handler: "anything",
    environment: { NODE: process.execPath },
  };

  async function codeWith(name: string, bootstrap?: string): Promise<string> {
    const code = join(folder, name);
    await mkdir(code);
    await copyFile(join(functionFolder("provided"), "bootstrap.mjs"), join(code, "bootstrap.mjs"));
    if (bootstrap !== undefined) {
      await writeFile(join(code, "bootstrap"), bootstrap, { mode: 0o755 });
    }
    return code;
  }

  it("runs the bootstrap of a provided runtime, which knows of no managed one", async () => {
    const { observation, text } = await bench.invoke(
      { ...provided, code: functionFolder("provided") },
      { a: 1 },
    );
    expect(observation.status).toBe("ok");
    expect(JSON.parse(text)).toEqual({ event: '{"a":1}', arguments: [], execution: null });
  });

  it("takes the bootstrap from a layer when the code has none", async () => {
    const layers = { name: "runtime", sources: [functionFolder("provided")] };
    const code = await codeWith("without-bootstrap");
    const { observation } = await bench.invoke({ ...provided, code, layers });
    expect(observation.status).toBe("ok");
  });

  it("says where it looked when there is no bootstrap", async () => {
    const code = await codeWith("nowhere");
    const attempt = bench.invoke({ ...provided, code });
    await expect(attempt).rejects.toThrow(PreparationError);
    await expect(attempt).rejects.toThrow("expected a file called bootstrap in the code or a layer");
  });

  it.each([
    ["is not executable", "#!/bin/sh\n", 0o644, "it is not executable"],
    ["names a missing interpreter", "#!/no/such/interpreter\n", 0o755, "interpreter"],
  ])("reports a bootstrap that %s as a sample", async (name, content, mode, words) => {
    const code = await codeWith(name, content);
    await chmod(join(code, "bootstrap"), mode);
    const { observation } = await bench.invoke({ ...provided, code });
    expect(["init-error", "crash"]).toContain(observation.status);
    expect(observation.error?.type).toBe("Runtime.InvalidEntrypoint");
    expect(observation.error?.message).toContain(words);
  });

  it("refuses a script without a #! line, which Lambda cannot execute", async () => {
    const code = await codeWith("no-interpreter", "exec true\n");
    await expect(bench.invoke({ ...provided, code })).rejects.toThrow("whose first line begins with #!");
  });

  it("takes node for a command, and passes the words that follow", async () => {
    const code = functionFolder("provided");
    const bootstrap = ["node", "bootstrap.mjs", "one", "two"];
    const { text } = await bench.invoke({ ...provided, code, bootstrap });
    expect(JSON.parse(text).arguments).toEqual(["one", "two"]);
  });

  it("falls back to its own Node.js where PATH has none", async () => {
    await using bare = await openBench({ PATH: "/nowhere" });
    const code = functionFolder("provided");
    const { observation } = await bare.invoke({ ...provided, code, bootstrap: ["node", "bootstrap.mjs"] });
    expect(observation.status).toBe("ok");
  });

  it.each([["bootstrap"], ["./bootstrap"], ["/var/task/bootstrap"]])("finds %s in the code", async (word) => {
    const code = functionFolder("provided");
    const { observation } = await bench.invoke({ ...provided, code, bootstrap: [word] });
    expect(observation.status).toBe("ok");
  });

  it("lets any runtime run that brings its bootstrap", async () => {
    const code = functionFolder("provided");
    const { text } = await bench.invoke({
      ...provided,
      runtime: "ruby3.4",
      code,
      bootstrap: ["./bootstrap"],
    });
    expect(JSON.parse(text).execution).toBe("AWS_Lambda_ruby3.4");
  });

  it("names a program that is nowhere", async () => {
    const bootstrap = ["no-such-program"];
    const attempt = bench.invoke({ ...provided, code: functionFolder("provided"), bootstrap });
    await expect(attempt).rejects.toThrow(UnavailableError);
    await expect(attempt).rejects.toThrow(
      'bootstrap: expected a file in the code or a program on PATH, got "no-such-program"',
    );
  });
});
