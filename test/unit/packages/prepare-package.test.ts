import { access, constants, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { preparePackage } from "../../../src/packages/prepare-package.ts";
import type { Variant } from "../../../src/plan/variant.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { variantOf } from "../../process/fixture.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";
import { writeZip } from "./zip-writer.ts";

function prepare(folder: TemporaryFolder, changes: Partial<Variant>, name = "package") {
  return preparePackage({
    variant: variantOf(changes),
    folder: join(folder.path, name),
    cacheFolder: join(folder.path, "cache"),
    environment: process.env,
    signal: new AbortController().signal,
  });
}

it("lays the code out as a read-only copy", async () => {
  await using folder = await temporaryFolder();
  const code = await folder.write("code", { "lib/index.js": "a", bootstrap: { content: "#!", mode: 0o700 } });
  const { taskRoot, packageBytes, layerDigests } = await prepare(folder, { code });
  expect(await readFile(join(taskRoot, "lib/index.js"), "utf8")).toBe("a");
  const modes = ["", "lib", "lib/index.js", "bootstrap"].map(async (path) =>
    ((await stat(join(taskRoot, path))).mode & 0o777).toString(8),
  );
  expect(await Promise.all(modes)).toEqual(["555", "555", "444", "555"]);
  expect(packageBytes).toBe(3);
  expect(layerDigests).toEqual([]);
  await access(join(code, "lib/index.js"), constants.W_OK);
});

it("gives a folder and a .zip of it one digest", async () => {
  await using folder = await temporaryFolder();
  const code = await folder.write("code", { "lib/index.js": "a" });
  const zip = await writeZip(join(folder.path, "code.zip"), [{ name: "lib/index.js", content: "a" }]);
  const fromFolder = await prepare(folder, { code }, "one");
  const fromZip = await prepare(folder, { code: zip }, "two");
  expect(fromZip.functionDigest).toBe(fromFolder.functionDigest);
});

it("merges layers in order, the last wins, and counts them all", async () => {
  await using folder = await temporaryFolder();
  const code = await folder.write("code", { a: "1" });
  const first = await folder.write("first", { "lib/one": "first", "lib/both": "first" });
  const second = await folder.write("second", { "lib/both": "second" });
  const layers = { name: "two", sources: [first, second] };
  const prepared = await prepare(folder, { code, layers }, "one");
  expect(await readFile(join(prepared.optRoot, "lib/both"), "utf8")).toBe("second");
  expect(await readFile(join(prepared.optRoot, "lib/one"), "utf8")).toBe("first");
  expect(prepared.layerDigests).toHaveLength(2);
  expect(prepared.packageBytes).toBe(1 + 10 + 6);
  expect((await stat(join(prepared.optRoot, "lib"))).mode & 0o222).toBe(0);
  expect((await readdir(join(folder.path, "one"))).sort()).toEqual(["opt", "task"]);
});

it("builds in a copy: the code itself stays as it is", async () => {
  await using folder = await temporaryFolder();
  const code = await folder.write("code", { "in.txt": "source" });
  const { taskRoot } = await prepare(folder, { code, build: "mv in.txt out.txt" });
  expect(await readdir(taskRoot)).toEqual(["out.txt"]);
  expect(await readdir(code)).toEqual(["in.txt"]);
  expect(await readdir(join(folder.path, "package"))).not.toContain("build");
});

it("names what is missing and what it cannot fetch", async () => {
  await using folder = await temporaryFolder();
  const code = await folder.write("code", {});
  const missing = join(folder.path, "nowhere");
  await expect(prepare(folder, { code: missing }, "one")).rejects.toThrow(
    `${missing}: expected a folder or .zip that exists, got nothing`,
  );
  const arn = "arn:aws:lambda:us-east-1:123456789012:layer:otel:3";
  const attempt = prepare(folder, { code, layers: { name: "otel", sources: [arn] } }, "two");
  await expect(attempt).rejects.toThrow(PreparationError);
  await expect(attempt).rejects.toThrow(
    `layers.otel: expected a folder or .zip, got the layer version ${arn}`,
  );
});
