import { realpathSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError, UnavailableError } from "../../src/shared/errors.ts";
import { createRuntimeBinaries } from "../../src/targets/process/runtime-binaries.ts";
import { type Bench, openBench, ownRuntime } from "./fixture.ts";

const bare = { hostEnvironment: { PATH: "/nowhere" }, ownNode: process.execPath };

describe("what is not available here", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("finds its own Node.js without any PATH", async () => {
    const binaries = createRuntimeBinaries({ ...bare, runtimeBinaries: {} });
    expect(await binaries.find(ownRuntime)).toEqual({ path: process.execPath, version: process.version });
  });

  it("says which version is needed, what was found and what helps", async () => {
    const binaries = createRuntimeBinaries({ ...bare, runtimeBinaries: {} });
    const attempt = binaries.find("nodejs18.x");
    await expect(attempt).rejects.toThrow(UnavailableError);
    await expect(attempt).rejects.toMatchObject({
      message: `nodejs18.x needs Node.js 18; found ${process.version} at ${realpathSync(process.execPath)}`,
      hint: "install it or pass --runtime-binary nodejs18.x=PATH",
    });
  });

  it("says when nothing was found", async () => {
    const binaries = createRuntimeBinaries({ ...bare, runtimeBinaries: {} });
    await expect(binaries.find("python3.13")).rejects.toThrow("python3.13 needs Python 3.13; found none");
  });

  it("refuses a named binary of another version, one that does not exist and one that does not run", async () => {
    const runtimeBinaries = {
      "nodejs18.x": process.execPath,
      "nodejs22.x": "/no/such/node",
      "python3.13": "/bin/sh",
    };
    const binaries = createRuntimeBinaries({ ...bare, runtimeBinaries });
    await expect(binaries.find("nodejs18.x")).rejects.toThrow(
      `--runtime-binary nodejs18.x: expected Node.js 18, got ${process.version} at ${process.execPath}`,
    );
    await expect(binaries.find("nodejs22.x")).rejects.toThrow(
      "got /no/such/node, which is no executable file",
    );
    await expect(binaries.find("python3.13")).rejects.toThrow(InputError);
  });

  it("names the runtimes that it runs when asked for another", async () => {
    await expect(bench.invoke({ runtime: "java21" })).rejects.toMatchObject({
      message: "the process target cannot run java21",
      hint: expect.stringContaining("nodejs, python and provided"),
    });
  });

  it("runs no images, and no other architecture", async () => {
    await expect(bench.invoke({ package: "image" })).rejects.toThrow(UnavailableError);
    const architecture = process.arch === "arm64" ? "x86_64" : "arm64";
    await expect(bench.invoke({ architecture })).rejects.toThrow(UnavailableError);
  });
});
