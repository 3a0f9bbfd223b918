import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type BuildInput, build } from "../../../src/packages/build.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

async function inputOf(
  folder: TemporaryFolder,
  name: string,
  changes: Partial<BuildInput> = {},
): Promise<BuildInput> {
  return {
    command: "printf built > out.txt; echo once >> ../log.txt",
    folder: await folder.write(name, { "in.txt": "source" }),
    cacheFolder: join(folder.path, "cache"),
    environment: process.env,
    signal: new AbortController().signal,
    ...changes,
  };
}

it("builds once for the same code and command", async () => {
  await using folder = await temporaryFolder();
  const first = await build(await inputOf(folder, "one"));
  const second = await build(await inputOf(folder, "two"));
  expect(second).toBe(first);
  expect(await readFile(join(first, "out.txt"), "utf8")).toBe("built");
  expect(await readFile(join(folder.path, "log.txt"), "utf8")).toBe("once\n");
});

it("builds again for another command or other code", async () => {
  await using folder = await temporaryFolder();
  const first = await build(await inputOf(folder, "one"));
  const other = await build(await inputOf(folder, "two", { command: "true" }));
  const changed = await folder.write("three", { "in.txt": "changed" });
  const third = await build(await inputOf(folder, "four", { folder: changed }));
  expect(new Set([first, other, third]).size).toBe(3);
});

it("lets two that build the same at once both have the result", async () => {
  await using folder = await temporaryFolder();
  const command = "sleep 0.2; printf built > out.txt";
  const inputs = await Promise.all(["one", "two", "three"].map((name) => inputOf(folder, name, { command })));
  const results = await Promise.all(inputs.map(build));
  expect(new Set(results).size).toBe(1);
  expect(await readdir(join(folder.path, "cache/builds"))).toHaveLength(1);
});

it("says how a build failed, with the last that it printed, and leaves nothing", async () => {
  await using folder = await temporaryFolder();
  const command = "head -c 100000 /dev/zero | tr '\\0' x; echo the reason >&2; exit 7";
  const attempt = build(await inputOf(folder, "one", { command }));
  await expect(attempt).rejects.toThrow(PreparationError);
  const message = await attempt.catch((error: Error) => error.message);
  expect(message).toContain("expected exit code 0, got 7:");
  expect(message).toMatch(/the reason$/);
  expect(message.length).toBeLessThan(5000);
  await expect(readdir(join(folder.path, "cache"))).rejects.toThrow("ENOENT");
});

it("gives the command the environment that it is given", async () => {
  await using folder = await temporaryFolder();
  const environment = { PATH: process.env.PATH, WORD: "from the user" };
  const command = 'printf "%s" "$WORD" > out.txt';
  const result = await build(await inputOf(folder, "one", { environment, command }));
  expect(await readFile(join(result, "out.txt"), "utf8")).toBe("from the user");
});

it("ends the command and what it started when it is told to stop", async () => {
  await using folder = await temporaryFolder();
  const stop = new AbortController();
  const command = "sleep 60 & sleep 60";
  const attempt = build(await inputOf(folder, "one", { command, signal: stop.signal }));
  setTimeout(() => stop.abort(new Error("enough")), 100);
  await expect(attempt).rejects.toThrow("enough");
});
