import { familyOf } from "../runtimes/identifiers.ts";
import type { Context } from "./context.ts";
import type { Path } from "./document.ts";
import { findBootstrap, findHandler } from "./find-handler.ts";
import type { ScenarioLayers, ScenarioRuntime } from "./scenario.ts";

/** Where a runtime's settings stand in the file. */
export interface FunctionPaths {
  readonly code: Path;
  readonly handler: Path;
}

/** Reports code that is missing, and an entry point that the code does not have. Looks at names only. */
export function checkFunction(
  runtime: ScenarioRuntime,
  paths: FunctionPaths,
  layers: readonly ScenarioLayers[],
  context: Context,
): void {
  const isFolder = checkCode(runtime, paths.code, context);
  if (runtime.bootstrap !== undefined) {
    return;
  }
  const family = familyOf(runtime.runtime);
  if (family === "provided") {
    if (isFolder && runtime.build === undefined) {
      checkBootstrap(runtime, paths.code, layers, context);
    }
  } else if (family !== undefined && checkHandlerText(runtime, paths.handler, context) && isFolder) {
    checkHandlerFile(runtime, paths.handler, layers, context);
  }
}

/** True when the code is a folder. */
function checkCode({ code }: ScenarioRuntime, path: Path, { disk, report, whole }: Context): boolean {
  if (code === undefined) {
    if (whole) {
      report.value(path, "a folder or .zip, here or under function", "nothing");
    }
    return false;
  }
  const kind = disk.kind(code);
  if (kind === undefined) {
    report.value(path, "a folder or .zip that exists");
  } else if (kind === "file" && !code.toLowerCase().endsWith(".zip")) {
    report.value(path, "a folder or .zip");
  }
  return kind === "folder";
}

function checkBootstrap(
  runtime: ScenarioRuntime,
  path: Path,
  layers: readonly ScenarioLayers[],
  { disk, report }: Context,
): void {
  if (findBootstrap(runtime.code ?? "", layers, disk) === "missing") {
    report.value(
      path,
      "a folder with a file called bootstrap",
      undefined,
      "a provided.* runtime needs it in the code or in a layer; or set build: or bootstrap:",
    );
  }
}

/** True when the handler can be looked for. */
function checkHandlerText({ handler }: ScenarioRuntime, path: Path, { report, whole }: Context): boolean {
  if (handler === undefined) {
    if (whole) {
      report.value(path, "the function's handler, e.g. index.handler", "nothing");
    }
    return false;
  }
  return true;
}

function checkHandlerFile(
  runtime: ScenarioRuntime,
  path: Path,
  layers: readonly ScenarioLayers[],
  { disk, report }: Context,
): void {
  const { code, handler, build } = runtime;
  if (code === undefined || handler === undefined) {
    return;
  }
  const found = findHandler({ runtime: runtime.runtime, code, handler, layers }, disk);
  if (found.state === "malformed") {
    report.value(path, "a file and a function such as index.handler");
  } else if (found.state === "missing" && build === undefined) {
    report.value(path, `a handler in a file that exists (${found.files.join(", ")})`);
  }
}
