import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { loadScenarios } from "../../../src/scenario/load.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { InputError } from "../../../src/shared/errors.ts";

/** Paths and contents; a path that ends in a slash is an empty folder. */
export type Files = Readonly<Record<string, string>>;

/** A Node.js function that every test may use. */
export const helloFunction: Files = { "hello/index.mjs": "export const handler = async () => 'hello';\n" };

/** A scenario file that is right, with more lines below it. */
export function hello(more = ""): string {
  return `function: { code: hello, handler: index.handler }\nruntimes:\n  nodejs24.x: {}\n${more}`;
}

/** A new folder with files, removed after the test. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "thaw-scenario-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!path.endsWith("/")) {
      writeFileSync(file, content);
    }
  }
  return folder;
}

/** The scenario of `a.yaml` beside the hello function and other files. */
export async function loadOne(
  yaml: string,
  files: Files = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Scenario> {
  const folder = folderWith({ ...helloFunction, ...files, "a.yaml": yaml });
  const [scenario] = await loadScenarios(["a.yaml"], env, folder);
  if (scenario === undefined) {
    throw new Error("expected a scenario, got none");
  }
  return scenario;
}

/** The lines of the error that loading `a.yaml` beside the hello function and other files ends in. */
export async function problemsOf(
  yaml: string,
  files: Files = {},
  env: NodeJS.ProcessEnv = {},
): Promise<string[]> {
  return loadProblems(folderWith({ ...helloFunction, ...files, "a.yaml": yaml }), ["a.yaml"], env);
}

/** The lines of the error that loading paths ends in. */
export async function loadProblems(
  folder: string,
  paths: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string[]> {
  const error: unknown = await loadScenarios(paths, env, folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) {
    throw new Error("expected an InputError", { cause: error });
  }
  return error.message.split("\n");
}
