import { createHash } from "node:crypto";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingTool } from "../real-parts/run.mjs";
import { inputsLabel, labelsOf, run } from "./engine.mjs";
import { failure } from "./failure.mjs";

const suite = "bookworm";
const name = `thaw/base:${suite}`;
/** The tree and its archive, and then some. */
const neededBytes = 1024 ** 3;

/** Debian's smallest tree with the locale that Lambda sets. */
const options = [
  "--variant=essential",
  "--include=apt,ca-certificates,locales",
  // An interrupted build is begun anew, so nothing has to be on the disk before the end; this holds for what is installed later, too.
  "--dpkgopt=force-unsafe-io",
  '--aptopt=Acquire::Languages "none"',
  "--dpkgopt=path-exclude=/usr/share/doc/*",
  "--dpkgopt=path-exclude=/usr/share/man/*",
  "--dpkgopt=path-exclude=/usr/share/locale/*",
  '--customize-hook=chroot "$1" localedef -i en_US -f UTF-8 en_US.UTF-8',
  suite,
];

/** The image below all others, built where it is missing: its name, and a digest of what it is made of. */
export async function requireBase(say) {
  const inputs = createHash("sha256").update(JSON.stringify(options)).digest("hex").slice(0, 16);
  if ((await labelsOf(name))?.[inputsLabel] === inputs) {
    say(name, "up to date");
    return { name, inputs };
  }
  if (missingTool(["mmdebstrap"]) !== undefined) {
    throw failure(3, "mmdebstrap is not installed");
  }
  say(name, `building Debian ${suite}'s smallest tree; takes about half a minute`);
  await build(inputs);
  say(name, "built");
  return { name, inputs };
}

async function build(inputs) {
  const folder = await mkdtemp(join(await quickFolder(), "thaw-base-"));
  try {
    const archive = join(folder, "tree.tar");
    await run("env", [`TMPDIR=${folder}`, "mmdebstrap", "--quiet", ...options, archive]);
    const labels = ["thaw.base=local", `${inputsLabel}=${inputs}`];
    const changes = labels.flatMap((label) => ["--change", `LABEL ${label}`]);
    await run("docker", ["import", ...changes, archive, name]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Thousands of small files: several times faster in memory, where there is enough of it. */
async function quickFolder() {
  const { bavail, bsize } = await statfs("/dev/shm").catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > neededBytes ? "/dev/shm" : tmpdir();
}
