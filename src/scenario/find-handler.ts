import { basename, dirname, join } from "node:path";
import { familyOf } from "../runtimes/identifiers.ts";
import type { Disk } from "./context.ts";
import type { ScenarioLayers } from "./scenario.ts";

/** What is known of a handler's file. `unknown`: it may be where nobody can look before the run. */
export type FoundHandler =
  | { readonly state: "found" | "unknown" | "malformed" }
  | { readonly state: "missing"; readonly files: readonly string[] };

export interface HandlerQuestion {
  readonly runtime: string;
  /** Folder of the function. */
  readonly code: string;
  readonly handler: string;
  readonly layers: readonly ScenarioLayers[];
}

/**
 * Looks for the file of a Node.js or Python handler where the runtimes do: the code, then the layers' search paths.
 * Source: aws-lambda-nodejs-runtime-interface-client (UserFunction), aws-lambda-python-runtime-interface-client.
 */
export function findHandler({ runtime, code, handler, layers }: HandlerQuestion, disk: Disk): FoundHandler {
  const family = familyOf(runtime);
  if (family !== "nodejs" && family !== "python") {
    return { state: "unknown" };
  }
  const module = family === "nodejs" ? nodeModule(handler) : pythonModule(handler);
  if (module === undefined) {
    return { state: "malformed" };
  }
  if (module.startsWith("/")) {
    return { state: "unknown" };
  }
  const files = (family === "nodejs" ? nodeEndings : pythonEndings).map((ending) => `${module}${ending}`);
  const search = family === "nodejs" ? nodeSearchPaths(runtime) : pythonSearchPaths(runtime);
  const roots = [code, ...folders(layers, disk).flatMap((layer) => search.map((path) => join(layer, path)))];
  if (
    roots.some(
      (root) => files.some((file) => disk.kind(join(root, file)) === "file") || hasBinary(root, module, disk),
    )
  ) {
    return { state: "found" };
  }
  return hasOpaque(layers, disk)
    ? { state: "unknown" }
    : { state: "missing", files: files.slice(0, shownFiles) };
}

/** Looks for the `bootstrap` of a provided.* runtime: in the code, then in the layers. */
export function findBootstrap(
  code: string,
  layers: readonly ScenarioLayers[],
  disk: Disk,
): "found" | "unknown" | "missing" {
  const roots = [code, ...folders(layers, disk)];
  if (roots.some((root) => disk.kind(join(root, "bootstrap")) === "file")) {
    return "found";
  }
  return hasOpaque(layers, disk) ? "unknown" : "missing";
}

/** `src/index.handler` → `src/index`: the first dot of the last part ends the file's name. */
function nodeModule(handler: string): string | undefined {
  const match = /^([^.]+)\.(.+)$/.exec(basename(handler));
  return match?.[1] === undefined ? undefined : join(dirname(handler), match[1]);
}

/** `package.app.handler` → `package/app`: the last dot ends the module's name. */
function pythonModule(handler: string): string | undefined {
  const match = /^(.+)\.([^.]+)$/.exec(handler);
  return match?.[1]?.replaceAll(".", "/");
}

const nodeEndings = [".mjs", ".js", ".cjs", "", "/index.js"];
const pythonEndings = [".py", "/__init__.py", ".pyc"];
const shownFiles = 3;

function nodeSearchPaths(runtime: string): readonly string[] {
  return ["nodejs/node_modules", `nodejs/${runtime.replace(/^nodejs(\d+).*$/, "node$1")}/node_modules`];
}

function pythonSearchPaths(runtime: string): readonly string[] {
  return ["python", `python/lib/${runtime}/site-packages`];
}

/** A compiled Python module carries the interpreter's tag: `app.cpython-313-x86_64-linux-gnu.so`. */
function hasBinary(root: string, module: string, disk: Disk): boolean {
  const prefix = `${basename(module)}.`;
  return disk
    .list(join(root, dirname(module)))
    .some((name) => name.startsWith(prefix) && name.endsWith(".so"));
}

function folders(layers: readonly ScenarioLayers[], disk: Disk): readonly string[] {
  return layers.flatMap(({ sources }) => sources).filter((source) => disk.kind(source) === "folder");
}

/** True when a layer cannot be looked into: an archive, an ARN, or a folder that is missing and reported as such. */
function hasOpaque(layers: readonly ScenarioLayers[], disk: Disk): boolean {
  return layers.some(({ sources }) => sources.some((source) => disk.kind(source) !== "folder"));
}
