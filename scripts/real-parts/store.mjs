import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { missingTool, openRunner } from "./run.mjs";

/** The repository. */
export const root = resolve(fileURLToPath(import.meta.url), "../../..");

/** Where parts are kept: below the cache folder of src/machine/folders.ts. */
export const partsFolder = join(cacheFolder(), "parts");

/**
 * A recipe is `{ name, parts, inputs, facts, tools, build }`. `parts` names what it makes: name → path in its folder.
 * `inputs` are files and folders of the repository, `facts` is whatever else decides what comes out (versions, the
 * machine), `tools` the programs that have to be on PATH. `build(folder, run)` fills an empty folder.
 *
 * @returns `{ folder }`, or `{ reason }` where it was not built.
 */
export async function findPart(recipe) {
  const folder = await folderOf(recipe);
  if (await exists(folder)) {
    return { folder };
  }
  const reason = await readFile(`${folder}.reason`, "utf8").catch(() => "not built: npm run parts");
  return { reason: `${recipe.name}: ${reason}` };
}

/** Builds beside the part's folder and renames, so that an interrupted build leaves no half of a part. */
export async function makePart(recipe) {
  const folder = await folderOf(recipe);
  if (await exists(folder)) {
    return { kind: "cached" };
  }
  await mkdir(partsFolder, { recursive: true });
  const work = await mkdtemp(join(partsFolder, `building-${process.pid}-`));
  const log = join(partsFolder, `${recipe.name}.log`);
  const beganAtMs = performance.now();
  try {
    await build(recipe, join(work, "part"), log);
    await replace(join(work, "part"), folder);
    await rm(`${folder}.reason`, { force: true });
    return { kind: "built", tookMs: performance.now() - beganAtMs };
  } catch (error) {
    await writeFile(`${folder}.reason`, error.message);
    return { kind: "cannot", reason: error.message };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What builds that were killed left. */
export async function removeInterrupted() {
  const names = await readdir(partsFolder).catch(() => []);
  const left = names.filter((name) => !lives(/^building-(\d+)-/.exec(name)?.[1]));
  await Promise.all(left.map((name) => rm(join(partsFolder, name), { recursive: true, force: true })));
}

/** True for what is no build, too. */
function lives(pid) {
  try {
    return pid === undefined || process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

async function build(recipe, folder, log) {
  const tool = missingTool(recipe.tools);
  if (tool !== undefined) {
    throw new Error(`${tool} is not installed`);
  }
  await mkdir(folder);
  await recipe.build(folder, openRunner(log));
}

/** Another process may have been first; what was made of the same is the same. */
async function replace(from, to) {
  await rename(from, to).catch(async (error) => {
    if (!(await exists(to))) {
      throw error;
    }
  });
}

async function folderOf({ name, inputs = [], facts = {} }) {
  const hash = createHash("sha256").update(JSON.stringify([name, process.platform, process.arch, facts]));
  for (const input of inputs) {
    for (const file of await filesOf(join(root, input))) {
      hash.update(`\0${file.slice(root.length)}\0`).update(
        createHash("sha256")
          .update(await readFile(file))
          .digest(),
      );
    }
  }
  return join(partsFolder, `${name}-${hash.digest("hex").slice(0, 16)}`);
}

async function filesOf(path) {
  if (!(await stat(path)).isDirectory()) {
    return [path];
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function exists(path) {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function cacheFolder() {
  const { THAW_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  return resolve(THAW_CACHE_DIR || (XDG_CACHE_HOME ? `${XDG_CACHE_HOME}/thaw` : `${homedir()}/.cache/thaw`));
}
