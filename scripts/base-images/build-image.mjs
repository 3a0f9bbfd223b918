import { createHash } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPart, makePart } from "../real-parts/store.mjs";
import { idOf, inputsLabel, labelsOf, run } from "./engine.mjs";

const recipesFile = fileURLToPath(new URL("recipes.mjs", import.meta.url));
/** As in AWS's images, it is the same in all. */
const entrypoint = fileURLToPath(new URL("entrypoint.sh", import.meta.url));

/**
 * Builds a recipe's image on the base, unless it is there. Never over an image that is not ours: it may be AWS's own.
 * @returns `{ kind, words }`, kind being `built`, `present` or `cannot`.
 */
export async function buildImage(recipe, base, say) {
  const folders = [];
  for (const part of recipe.parts) {
    await makePart(part);
    const { folder, reason } = await findPart(part);
    if (folder === undefined) {
      return { kind: "cannot", words: `cannot be built: ${reason}` };
    }
    folders.push(folder);
  }
  const inputs = await digestOf(recipe, base, folders);
  const labels = await labelsOf(recipe.tag);
  if (labels !== undefined && labels["thaw.base"] !== "local") {
    return { kind: "present", words: `${recipe.tag} is here already and not one of ours: left as it is` };
  }
  if (labels?.[inputsLabel] === inputs) {
    return { kind: "present", words: "up to date" };
  }
  say("building");
  const beganAtMs = performance.now();
  const former = await idOf(recipe.tag);
  await build(recipe, base, folders, inputs);
  await removeReplaced(former, await idOf(recipe.tag));
  const seconds = ((performance.now() - beganAtMs) / 1000).toFixed(1);
  return { kind: "built", words: `built as ${recipe.tag} in ${seconds} s` };
}

/** Without its name nobody would find it. One that a container still uses stays. */
async function removeReplaced(former, current) {
  if (former !== undefined && former !== current) {
    await run("docker", ["rmi", former]).catch(() => {});
  }
}

async function build(recipe, base, folders, inputs) {
  const context = await mkdtemp(join(tmpdir(), "thaw-image-"));
  try {
    await recipe.fill?.(context, folders);
    for (const [target, source] of Object.entries({ ...recipe.files, "entrypoint.sh": entrypoint })) {
      await mkdir(dirname(join(context, target)), { recursive: true });
      await cp(source, join(context, target));
      await chmod(join(context, target), 0o755);
    }
    const labels = `LABEL thaw.base=local ${inputsLabel}=${inputs}`;
    const lines = [`FROM ${base.name}`, ...recipe.lines, "RUN mkdir -p /var/task /opt", labels];
    await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    await run("docker", ["build", "--quiet", "--force-rm", "--tag", recipe.tag, context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Of everything that decides what an image holds, but for Debian's packages of the day. */
async function digestOf(recipe, base, folders) {
  const hash = createHash("sha256").update(JSON.stringify([base, recipe.lines, folders.map(lastName)]));
  const { sources = [], files } = recipe;
  for (const file of [recipesFile, entrypoint, ...sources, ...Object.values(files)]) {
    hash.update("\0").update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** A part's folder is named by what it is made of. */
function lastName(path) {
  return path.split("/").at(-1);
}
