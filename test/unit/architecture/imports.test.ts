import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "imports-"));
  await cp(join(root, "src"), join(copy, "src"), { recursive: true });
  await cp(join(root, "tsconfig.json"), join(copy, "tsconfig.json"));
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

const planted: readonly (readonly [file: string, code: string, refusal: string])[] = [
  [
    "samples/planted.ts",
    'export * from "../plan/planted-order.ts";',
    "samples/planted.ts → src/plan/planted-order.ts: samples-imports",
  ],
  [
    "run/planted.ts",
    'export * from "../reports/planted-markdown.ts";',
    "run/planted.ts → src/reports/planted-markdown.ts: run-imports",
  ],
  [
    "targets/process/planted.ts",
    'export { orderEnvironments } from "../../plan/planted-order.ts";',
    "targets/process/planted.ts → src/plan/planted-order.ts: targets/process-imports",
  ],
  [
    "targets/process/planted-sibling.ts",
    'export * from "../aws-lambda/planted-target.ts";',
    "targets/process/planted-sibling.ts → src/targets/aws-lambda/planted-target.ts: targets/process-imports",
  ],
  [
    "reports/planted.ts",
    'import { planted } from "../statistics/planted.ts"; export const report = planted;',
    "reports/planted.ts → src/statistics/planted.ts: reports-imports-shapes-as-types",
  ],
  [
    "shared/planted.ts",
    'export * from "../samples/sample.ts";',
    "shared/planted.ts → src/samples/sample.ts: shared-imports",
  ],
  [
    "statistics/planted-cli.ts",
    'export * from "../cli/exit-codes.ts";',
    "statistics/planted-cli.ts → src/cli/exit-codes.ts: nobody-imports-cli",
  ],
  [
    "utils/planted.ts",
    'export * from "../shared/json.ts";',
    "utils/planted.ts → src/shared/json.ts: every-stage-is-in-the-table",
  ],
  [
    "plan/planted-circle.ts",
    'import { b } from "./planted-circle-back.ts"; export const a: unknown = b;',
    "→ src/plan/planted-circle.ts → src/plan/planted-circle-back.ts: no-circular-imports",
  ],
  [
    "plan/planted-files.ts",
    'export { readFileSync } from "node:fs";',
    "plan/planted-files.ts → fs: file-system-at-the-doors",
  ],
  [
    "samples/sample.ts",
    'export { readFile } from "node:fs/promises";',
    "samples/sample.ts → fs/promises: file-system-at-the-doors",
  ],
  [
    "cli/planted.ts",
    'export { spawn } from "node:child_process";',
    "cli/planted.ts → child_process: processes-at-the-doors",
  ],
  [
    "targets/docker/planted.ts",
    'export { LambdaClient } from "@aws-sdk/client-lambda";',
    "@aws-sdk/client-lambda/dist-cjs/index.js: aws-sdk-in-two-places",
  ],
  [
    "packages/planted.ts",
    'export * from "dockerode";',
    "dockerode/lib/docker.js: docker-engine-in-two-places",
  ],
  [
    "statistics/planted-library.ts",
    'export type { Histogram } from "hdr-histogram-js";',
    "hdr-histogram-js/dist/index.js: histogram-library-in-one-file",
  ],
  ["runtime-api/planted.ts", 'export { z } from "zod";', "runtime-api-needs-node-core-only"],
  [
    "plan/planted-lost.ts",
    'export * from "./nowhere.ts";',
    "plan/planted-lost.ts → ./nowhere.ts: every-import-resolves",
  ],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  [
    "reports/planted-type.ts",
    'import type { planted } from "../statistics/planted.ts"; export type T = typeof planted;',
  ],
  ["reports/planted-constant.ts", 'export { phases } from "../samples/phases.ts";'],
  ["scenario/load-planted.ts", 'export { readFileSync } from "node:fs";'],
  ["histogram/histogram.ts", 'export { build } from "hdr-histogram-js";'],
  ["cli/planted-lazy.ts", 'export const lazy = () => import("../statistics/planted.ts");'],
];

const helpers: readonly (readonly [file: string, code: string])[] = [
  ["reports/planted-markdown.ts", "export const markdown = 1;"],
  ["plan/planted-order.ts", "export const orderEnvironments = 1;"],
  ["statistics/planted.ts", "export const planted = 1;"],
  ["targets/aws-lambda/planted-target.ts", "export const target = 1;"],
  ["plan/planted-circle-back.ts", 'import { a } from "./planted-circle.ts"; export const b: unknown = a;'],
];

describe("with forbidden imports planted", () => {
  let output: string;
  let exitCode: number | undefined;

  beforeAll(async () => {
    for (const [file, code] of [...helpers, ...planted, ...allowed]) {
      await write(file, code);
    }
    ({ stdout: output, exitCode } = await checkImports());
  });

  test("the check fails", () => {
    expect(exitCode).toBe(1);
  });

  test.each(planted)("%s is refused by name: %s", (_file, _code, refusal) => {
    expect(output).toContain(refusal);
  });

  test.each(allowed)("%s is allowed: %s", (file) => {
    expect(output).not.toContain(`src/${file} →`);
  });

  test("a refusal is followed by its remedy", () => {
    expect(output).toMatch(/: no-circular-imports\n {2}Move what both need into a file of its own/);
  });
});

test("a module that the cruiser did not read is a failure", async () => {
  await write("plan/node_modules/unread.ts", "export const unread = 1;");
  const { stdout, exitCode } = await checkImports();
  expect(stdout).toContain("src/plan/node_modules/unread.ts: expected to be read by dependency-cruiser");
  expect(exitCode).toBe(1);
});

async function write(file: string, code: string) {
  const path = join(copy, "src", file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${code}\n`);
}

function checkImports() {
  return execa(process.execPath, [join(root, "scripts/check-imports.mjs"), copy], { reject: false });
}
