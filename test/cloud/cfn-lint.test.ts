import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { partPath, skipReason } from "../real/parts.ts";
import { temporaryFolder } from "../unit/samples/temporary-folder.ts";
import { templatePath, templates } from "./templates.ts";

const skipped = skipReason(["cfn-lint"]);

describe.skipIf(skipped !== undefined)(`cfn-lint (${skipped ?? "built"})`, () => {
  test("has nothing to say of the templates, not even for information", async () => {
    expect(await lint(templates.map(templatePath))).toEqual({ exitCode: 0, all: "" });
  });

  test("sees an action that there is none of", async () => {
    const text = await readFile(templatePath("thaw-runner"), "utf8");
    const wrong = join(await temporaryFolder(), "wrong.yaml");
    await writeFile(wrong, text.replace("lambda:ListTags", "lambda:ListNothing"));
    const { exitCode, all } = await lint([wrong]);
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(/listnothing/i);
  });
});

async function lint(paths: readonly string[]) {
  const folder = partPath("cfn-lint");
  const args = [join(folder, "bin/cfn-lint"), "--include-checks", "I", "--", ...paths];
  const { exitCode, all } = await execa("python3", args, {
    env: { PYTHONPATH: folder },
    reject: false,
    all: true,
  });
  return { exitCode, all };
}
