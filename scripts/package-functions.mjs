// Lays out the scenarios' functions that have dependencies, twice: `packaged/` (sources and node_modules, as
// `npm ci --omit=dev` in the function's folder would leave them) and `bundle/` (one file, by esbuild).
// Runs in npm's `prepare`, copies from the root's node_modules and needs no network. What did not change stays.
//
// With an argument, that folder stands in for scenarios/functions.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, version as esbuildVersion } from "esbuild";
import { layOutDependencies } from "./production-dependencies.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const functionsFolder = resolve(process.argv[2] ?? join(root, "scenarios/functions"));
const madeHere = new Set(["packaged", "bundle", "node_modules", ".cache"]);

for (const folder of await foldersWithDependencies()) {
  const name = basename(folder);
  const outcome = await packageFunction(folder);
  process.stderr.write(`${name}: ${outcome}\n`);
}

async function foldersWithDependencies() {
  const entries = await readdir(functionsFolder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(functionsFolder, entry.name));
  const found = await Promise.all(folders.map((folder) => exists(join(folder, "package.json"))));
  return folders.filter((_folder, index) => found[index]);
}

async function packageFunction(folder) {
  const sources = (await readdir(folder)).filter((name) => !madeHere.has(name)).sort();
  const dependencies = await layOutDependencies(folder);
  const digest = await digestOf(folder, sources, dependencies);
  const stamp = join(folder, ".cache/packaged.json");
  const made = await Promise.all([
    readText(stamp),
    exists(join(folder, "packaged")),
    exists(join(folder, "bundle")),
  ]);
  if (made[0] === digest && made[1] && made[2]) {
    return "packaged and bundled already";
  }
  await rm(stamp, { force: true });
  await replaceFolder(join(folder, "packaged"), (target) =>
    writePackaged(folder, sources, dependencies, target),
  );
  await replaceFolder(join(folder, "bundle"), (target) => writeBundle(folder, sources, target));
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, digest);
  return `packaged with ${dependencies.length} dependencies, and bundled`;
}

/** The function's files, the exact dependencies and the tools that lay them out: another digest, another outcome. */
async function digestOf(folder, sources, dependencies) {
  const hash = createHash("sha256");
  for (const script of ["package-functions.mjs", "production-dependencies.mjs"]) {
    hash.update(await readFile(join(root, "scripts", script)));
  }
  hash.update(JSON.stringify([esbuildVersion, sources, dependencies]));
  for (const source of sources) {
    hash.update(await readFile(join(folder, source)));
  }
  return hash.digest("hex");
}

async function writePackaged(folder, sources, dependencies, target) {
  for (const source of sources) {
    await cp(join(folder, source), join(target, source));
  }
  for (const { from, to } of dependencies) {
    // A package's own node_modules are dependencies of their own in the list.
    const nested = join(from, "node_modules");
    await cp(from, join(target, to), {
      recursive: true,
      dereference: true,
      filter: (path) => path !== nested,
    });
  }
}

/**
 * One ES module beside the data files that the code reads. Not minified: the bundle then runs the statements that
 * node_modules holds, and what differs is the number of files and what tree shaking leaves out.
 */
async function writeBundle(folder, sources, target) {
  const entry = JSON.parse(await readFile(join(folder, "package.json"), "utf8")).main;
  await build({
    entryPoints: [join(folder, entry)],
    outfile: join(target, "index.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: false,
    logLevel: "warning",
  });
  const data = sources.filter((name) => name.endsWith(".json") && name !== "package.json");
  await Promise.all(data.map((name) => cp(join(folder, name), join(target, name))));
}

/** Writes beside the folder and swaps, so that a run under way never sees half of it. */
async function replaceFolder(folder, write) {
  const next = join(dirname(folder), ".cache", `${basename(folder)}-next`);
  await rm(next, { recursive: true, force: true });
  await mkdir(next, { recursive: true });
  await write(next);
  await rm(folder, { recursive: true, force: true });
  await rename(next, folder);
}

async function readText(path) {
  return (await exists(path)) ? readFile(path, "utf8") : undefined;
}

async function exists(path) {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
