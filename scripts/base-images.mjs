// Builds Lambda-compatible base images for a machine that reaches no registry, under the names that runtime identifiers
// resolve to, so that the docker target finds them as it would find AWS's. An image that was built of the same is left alone.
//
//   node scripts/base-images.mjs [nodejs22.x …]     all of them where none is named
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseImage, recipes } from "./base-images/recipes.mjs";
import { findPart, makePart } from "./real-parts/store.mjs";

const sources = fileURLToPath(new URL("base-images/", import.meta.url));
const inputsLabel = "thaw.inputs";
const suite = "bookworm";

try {
  const wanted = chosen(process.argv.slice(2));
  requireTools();
  await buildBase();
  for (const recipe of wanted) {
    say(recipe.identifier, await buildImage(recipe));
  }
} catch (error) {
  process.stderr.write(`base-images: ${error.message}\n`);
  process.exitCode = error.exitCode ?? 1;
}

function chosen(identifiers) {
  const known = recipes.map(({ identifier }) => identifier);
  const unknown = identifiers.filter((identifier) => !known.includes(identifier));
  if (unknown.length > 0) {
    throw failure(2, `expected some of ${known.join(", ")}, got ${unknown.join(", ")}`);
  }
  return recipes.filter(({ identifier }) => identifiers.length === 0 || identifiers.includes(identifier));
}

function requireTools() {
  if (spawnSync("docker", ["info"], { stdio: "ignore" }).status !== 0) {
    throw failure(3, "no container engine answers `docker info`");
  }
}

/** Debian's smallest tree with the locale that Lambda sets, as one image below all others. */
async function buildBase() {
  if (labelOf(baseImage, inputsLabel) === suite) {
    say(baseImage, "up to date");
    return;
  }
  if (spawnSync("debootstrap", ["--version"], { stdio: "ignore" }).status !== 0) {
    throw failure(3, "debootstrap is not installed, or the user is not root");
  }
  const folder = await mkdtemp(join(tmpdir(), "thaw-base-"));
  try {
    const options = ["--variant=minbase", "--include=locales,ca-certificates"];
    run("debootstrap", [...options, suite, join(folder, "tree")]);
    run("chroot", [join(folder, "tree"), "localedef", "-i", "en_US", "-f", "UTF-8", "en_US.UTF-8"]);
    for (const name of ["usr/share/doc", "usr/share/man", "var/cache/apt", "var/lib/apt/lists"]) {
      await rm(join(folder, "tree", name), { recursive: true, force: true });
    }
    const changes = [`LABEL thaw.base=local`, `LABEL ${inputsLabel}=${suite}`].flatMap((line) => [
      "--change",
      line,
    ]);
    const archive = join(folder, "tree.tar");
    run("tar", ["-C", join(folder, "tree"), "--exclude=./dev/*", "-cf", archive, "."]);
    run("docker", ["import", ...changes, archive, baseImage]);
    say(baseImage, "built");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Never over an image that is not ours: it may be AWS's own. */
async function buildImage(recipe) {
  const folders = [];
  for (const part of recipe.parts) {
    await makePart(part);
    const { folder, reason } = await findPart(part);
    if (folder === undefined) {
      return `cannot be built: ${reason}`;
    }
    folders.push(folder);
  }
  const inputs = await digestOf(recipe, folders);
  if (exists(recipe.tag) && labelOf(recipe.tag, "thaw.base") !== "local") {
    return `${recipe.tag} is here already and not one of ours: left as it is`;
  }
  if (labelOf(recipe.tag, inputsLabel) === inputs) {
    return "up to date";
  }
  await build(recipe, folders, inputs);
  return `built as ${recipe.tag}`;
}

async function build(recipe, folders, inputs) {
  const context = await mkdtemp(join(tmpdir(), "thaw-image-"));
  try {
    await recipe.fill(context, folders);
    for (const script of ["entrypoint.sh", "runtime/bootstrap"]) {
      await chmod(join(context, script), 0o755).catch(() => {});
    }
    const labels = `LABEL thaw.base=local ${inputsLabel}=${inputs}`;
    const lines = [`FROM ${baseImage}`, ...recipe.lines, "RUN mkdir -p /var/task /opt", labels];
    await writeFile(join(context, "Dockerfile"), `${lines.join("\n")}\n`);
    run("docker", ["build", "--quiet", "--force-rm", "--tag", recipe.tag, context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

async function digestOf(recipe, folders) {
  const hash = createHash("sha256").update(JSON.stringify([recipe.lines, folders.map(lastName)]));
  for (const name of (await readdir(sources)).sort()) {
    if ((await stat(join(sources, name))).isFile()) {
      hash.update(name).update(await readFile(join(sources, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** A part's folder is named by what it is made of. */
function lastName(path) {
  return path.split("/").at(-1);
}

function exists(image) {
  return spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status === 0;
}

function labelOf(image, label) {
  const format = `{{index .Config.Labels "${label}"}}`;
  const { status, stdout } = spawnSync("docker", ["image", "inspect", "--format", format, image], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : undefined;
}

function run(command, args) {
  try {
    execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const words = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim().split("\n").slice(-5).join("\n  ");
    throw failure(1, `${command} ${args[0]} failed:\n  ${words}`);
  }
}

function say(name, outcome) {
  process.stderr.write(`${name}: ${outcome}\n`);
}

function failure(exitCode, message) {
  return Object.assign(new Error(message), { exitCode });
}
