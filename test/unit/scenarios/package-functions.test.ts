import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "./call-handler.ts";

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional: boolean }>;
}

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "package-functions-"));
  folder = join(home, "functions/shop");
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

test("node_modules holds the production dependencies and theirs, and no development dependency", async () => {
  await write("functions/shop", { dependencies: { cart: "1" }, devDependencies: { linter: "1" } });
  await write("node_modules/cart", { dependencies: { money: "1" }, peerDependencies: { tax: "1" } });
  await write("node_modules/money", {});
  await write("node_modules/tax", {});
  await write("node_modules/linter", {});
  await packageFunctions();
  expect(await packagesIn("packaged/node_modules")).toEqual(["cart@1.0.0", "money@1.0.0", "tax@1.0.0"]);
});

test("an optional dependency is taken where npm installed it, an optional peer is not", async () => {
  await write("functions/shop", { dependencies: { cart: "1" } });
  await write("node_modules/cart", {
    optionalDependencies: { fast: "1", faster: "1" },
    peerDependencies: { viewer: "1" },
    peerDependenciesMeta: { viewer: { optional: true } },
  });
  await write("node_modules/fast", {});
  await write("node_modules/viewer", {});
  await packageFunctions();
  expect(await packagesIn("packaged/node_modules")).toEqual(["cart@1.0.0", "fast@1.0.0"]);
});

test("each package finds the version that it found where npm put it", async () => {
  await write("functions/shop", { dependencies: { cart: "1", money: "2" } });
  await write("functions/shop/node_modules/money", { version: "2.0.0", dependencies: { rounding: "1" } });
  await write("node_modules/cart", { dependencies: { money: "1" } });
  await write("node_modules/money", { dependencies: { rounding: "2" } });
  await write("node_modules/money/node_modules/rounding", { version: "2.0.0" });
  await write("node_modules/rounding", {});
  await packageFunctions();
  expect(await packagesIn("packaged/node_modules")).toEqual(["cart@1.0.0", "money@2.0.0", "rounding@1.0.0"]);
  expect(await packagesIn("packaged/node_modules/cart/node_modules")).toEqual(["money@1.0.0"]);
  expect(await packagesIn("packaged/node_modules/cart/node_modules/money/node_modules")).toEqual([
    "rounding@2.0.0",
  ]);
});

test("packages that need each other are laid out once", async () => {
  await write("functions/shop", { dependencies: { cart: "1" } });
  await write("node_modules/cart", { dependencies: { money: "1" } });
  await write("node_modules/money", { dependencies: { cart: "1" } });
  await packageFunctions();
  expect(await packagesIn("packaged/node_modules")).toEqual(["cart@1.0.0", "money@1.0.0"]);
});

test("a dependency that is not installed is named", async () => {
  await write("functions/shop", { dependencies: { cart: "1" } });
  const { exitCode, stderr } = await packageFunctions();
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("expected cart in node_modules");
});

test("the bundle is one module with the data files beside it", async () => {
  await write("functions/shop", { dependencies: { cart: "1" } });
  await write("node_modules/cart", {});
  await writeFile(join(folder, "prices.json"), "{}");
  await packageFunctions();
  expect(await readdir(join(folder, "bundle"))).toEqual(["index.mjs", "prices.json"]);
  expect(await readFile(join(folder, "bundle/index.mjs"), "utf8")).toContain('"cart 1.0.0"');
});

test("nothing is laid out again until a source or a dependency changes", async () => {
  await write("functions/shop", { dependencies: { cart: "1" } });
  await write("node_modules/cart", {});
  expect((await packageFunctions()).stderr).toContain("packaged with 1 dependencies, and bundled");
  expect((await packageFunctions()).stderr).toContain("packaged and bundled already");
  await write("node_modules/cart", { version: "1.0.1" });
  expect((await packageFunctions()).stderr).toContain("packaged with");
  await writeFile(join(folder, "prices.json"), "{}");
  expect((await packageFunctions()).stderr).toContain("packaged with");
  await rm(join(folder, "bundle"), { recursive: true });
  expect((await packageFunctions()).stderr).toContain("packaged with");
});

async function packageFunctions() {
  const script = join(root, "scripts/package-functions.mjs");
  return await execa(process.execPath, [script, join(home, "functions")], { reject: false });
}

/** A package whose module exports its own name and version, and loads what it depends on. */
async function write(path: string, manifest: Manifest) {
  const at = join(home, path);
  const name = path.split("/").at(-1);
  const version = manifest.version ?? "1.0.0";
  const imports = Object.keys(manifest.dependencies ?? {}).map(
    (dependency) => `import ${JSON.stringify(dependency)};`,
  );
  await mkdir(at, { recursive: true });
  await writeFile(
    join(at, "package.json"),
    JSON.stringify({ name, version, type: "module", main: "index.mjs", ...manifest }),
  );
  await writeFile(join(at, "index.mjs"), [...imports, `console.log("${name} ${version}");`].join("\n"));
}

/** `name@version` of every package at a place, sorted. */
async function packagesIn(place: string): Promise<string[]> {
  const at = join(folder, place);
  const names = await readdir(at);
  const manifests = await Promise.all(names.map((name) => readFile(join(at, name, "package.json"), "utf8")));
  return manifests
    .map((text) => JSON.parse(text) as { name: string; version: string })
    .map(({ name, version }) => `${name}@${version}`)
    .toSorted();
}
