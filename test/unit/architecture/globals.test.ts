import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("process.exit is called in src/cli/main.ts alone", async () => {
  expect(await modulesWith(/\bprocess\.(exit|abort|reallyExit)\(/)).toEqual(["cli/main.ts"]);
});

test("the environment of the process is read in cli alone", async () => {
  const elsewhere = (await modulesWith(/\bprocess\.env\b/)).filter((path) => !path.startsWith("cli/"));
  expect(elsewhere).toEqual([]);
});

test("console is refused by the linter outside of cli", async () => {
  const found = await lint(["src/statistics/planted.ts", "src/cli/planted.ts"], 'console.log("here");\n');
  expect(found).toContain("src/statistics/planted.ts:1:1 lint/suspicious/noConsole");
  expect(found).not.toContain("src/cli/planted.ts");
});

/** Modules of src/ with a line of code that matches; comments do not count. */
async function modulesWith(pattern: RegExp): Promise<string[]> {
  const paths = (await readdir(join(root, "src"), { recursive: true })).filter((path) =>
    path.endsWith(".ts"),
  );
  const texts = await Promise.all(paths.map((path) => readFile(join(root, "src", path), "utf8")));
  const codeOf = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return paths.filter((_path, index) => pattern.test(codeOf(texts[index] ?? ""))).toSorted();
}

/** What the linter says of files at these paths. */
async function lint(paths: readonly string[], content: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "lint-"));
  try {
    await Promise.all(["biome.json", ".gitignore"].map((name) => cp(join(root, name), join(copy, name))));
    for (const path of paths) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), content);
    }
    const biome = join(root, "node_modules/.bin/biome");
    const { all } = await execa(biome, ["lint", "."], { cwd: copy, reject: false, all: true });
    return all;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
