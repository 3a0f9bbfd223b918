import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { SandboxFactory } from "../conformance/lab.ts";
import { createPlan } from "../plan/create-plan.ts";
import type { Variant } from "../plan/variant.ts";
import { loadScenarios } from "../scenario/load.ts";
import { InputError } from "../shared/errors.ts";
import { isExecutableFile, isProgram } from "../targets/process/path-search.ts";
import type { ProcessTarget } from "../targets/process/process-target.ts";
import { wantedTarget } from "./choose-target.ts";
import { type ConformanceCliOptions, isScenario } from "./conformance-options.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output.ts";

/** The runtime that is checked. */
export interface Subject {
  /** As the report names it. */
  readonly name: string;
  readonly variant: Variant;
  /** An executable file; absent where the variant is one of a scenario. */
  readonly program?: string | undefined;
}

/** Finds out what a path on the command line means. @throws InputError, UnavailableError. */
export async function readSubject(
  path: string,
  { filters, handler }: ConformanceCliOptions,
  host: Host,
  output: Output,
): Promise<Subject> {
  if (!isScenario(path)) {
    wantedTarget(undefined, [], host.platform);
    const program = resolve(host.cwd, path);
    refuseUnlessProgram(path, program);
    return { name: path, program, variant: variantOf(program, handler, host) };
  }
  const scenarios = await loadScenarios([path], host.environment, host.cwd);
  // The sandboxes are those of the process target; a scenario that asks for another is refused.
  wantedTarget(undefined, scenarios, host.platform);
  const { variants } = createPlan(scenarios, { filters, hostArchitecture: host.architecture });
  const [variant] = variants;
  if (variant === undefined) {
    throw new Error("a plan without variants");
  }
  if (variants.length > 1) {
    output.note(`first of ${variants.length} variants; choose another with --filter`);
  }
  return { name: variant.id, variant };
}

/** Makes ready what the sandboxes of a subject need. @throws UnavailableError, PreparationError. */
export async function prepareSubject(
  { program, variant }: Subject,
  target: ProcessTarget,
  signal: AbortSignal,
): Promise<SandboxFactory> {
  const sandboxes =
    program === undefined
      ? await target.prepareSandboxes(variant, signal)
      : target.programSandboxes(program, variant);
  return async (environment) => sandboxes(environment);
}

function refuseUnlessProgram(path: string, program: string): void {
  const found = whatIsNoProgram(program);
  if (found !== undefined) {
    const message = `expected an executable file or a scenario (.yaml, .yml, .json), got ${found.what}`;
    throw new InputError([{ place: path, message, hint: found.hint }]);
  }
}

function whatIsNoProgram(path: string): { readonly what: string; readonly hint?: string } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return { what: "nothing" };
  }
  if (stats.isDirectory()) {
    return { what: "a folder", hint: "name the bootstrap in it" };
  }
  if (!isExecutableFile(path)) {
    return { what: "a file that may not be executed", hint: `chmod +x ${path}` };
  }
  return isProgram(path)
    ? undefined
    : {
        what: "neither a program nor a script whose first line begins with #!",
        hint: "Lambda could not start it",
      };
}

/** A program stands for a function of a provided runtime, with Lambda's least memory and the folder's name. */
function variantOf(program: string, handler: string, { architecture }: Host): Variant {
  const scenario = basename(dirname(program)) || "bootstrap";
  return {
    id: program,
    scenario,
    file: program,
    tags: [],
    label: "provided.al2023",
    runtime: "provided.al2023",
    code: dirname(program),
    handler,
    memoryMb: 128,
    architecture,
    package: "zip",
    layers: { name: "none", sources: [] },
    snapStart: false,
    timeoutSeconds: 60,
    ephemeralStorageMb: 512,
    event: { name: "inline", json: "{}" },
    environment: {},
    axes: {},
    samples: { cold: 1, warm: 0, settle: 0, warmupBlocks: 0 },
  };
}
