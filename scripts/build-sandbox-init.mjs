// Compiles the first process of the sandboxes for both architectures, or with --check holds what is committed against its
// digests and, where the same compiler is here, against its source.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("sandbox-init/", import.meta.url));
const outputs = fileURLToPath(new URL("../src/targets/docker/init/", import.meta.url));
const digestsFile = join(outputs, "digests.json");
const compilers = { x86_64: "x86_64-linux-gnu-gcc", arm64: "aarch64-linux-gnu-gcc" };
// No C library, no path, no date: the bytes depend on the source and the compiler alone.
const flags = [
  "-std=c11 -Os -Wall -Wextra -Werror -ffreestanding -fno-builtin -nostdlib -static -fno-pic -no-pie",
  "-fno-stack-protector -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns",
  "-Wl,--build-id=none -Wl,-z,norelro -Wl,-z,noexecstack -s",
].flatMap((line) => line.split(" "));

const problems = process.argv.includes("--check") ? await check() : await build(outputs);
process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
process.exitCode = problems.length > 0 ? 1 : 0;

async function build(folder) {
  const digests = {};
  for (const [architecture, compiler] of Object.entries(compilers)) {
    const bytes = await compile(compiler, join(folder, nameOf(architecture)));
    digests[architecture] = { sha256: sha256(bytes), compiler: versionOf(compiler) };
  }
  await writeFile(digestsFile, `${JSON.stringify(digests, null, 2)}\n`);
  return [];
}

async function check() {
  const digests = JSON.parse(await readFile(digestsFile, "utf8"));
  const folder = await mkdtemp(join(tmpdir(), "sandbox-init-"));
  const problems = [];
  for (const [architecture, compiler] of Object.entries(compilers)) {
    const { sha256: expected, compiler: version } = digests[architecture];
    if (sha256(await readFile(join(outputs, nameOf(architecture)))) !== expected) {
      problems.push(`${nameOf(architecture)}: expected the bytes that digests.json names, got others`);
    }
    // Another compiler gives other bytes, which says nothing.
    if (
      versionOf(compiler) === version &&
      sha256(await compile(compiler, join(folder, "built"))) !== expected
    ) {
      problems.push(
        `${nameOf(architecture)}: expected what its source compiles to; run npm run sandbox-init`,
      );
    }
  }
  await rm(folder, { recursive: true });
  return problems;
}

async function compile(compiler, output) {
  execFileSync(compiler, [...flags, "init.c", "-o", output], { cwd: sources, stdio: "inherit" });
  await chmod(output, 0o755);
  return readFile(output);
}

/** Undefined where the compiler is not here. */
function versionOf(compiler) {
  try {
    return execFileSync(compiler, ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch {
    return undefined;
  }
}

function nameOf(architecture) {
  return `sandbox-init-${architecture}`;
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
