import { resolve } from "node:path";
import type { Context } from "./context.ts";
import { defaults } from "./defaults.ts";
import { resolveEvents } from "./resolve-events.ts";
import type { ScenarioAxes, ScenarioCell, ScenarioLayers } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

/** The axes beside the runtimes, in schema order. */
export function resolveAxes(file: ScenarioFile, context: Context): ScenarioAxes {
  reportTwice("timeout", file, context);
  reportTwice("ephemeralStorage", file, context);
  const { matrix } = file;
  return {
    memory: matrix?.memory ?? [defaults.memoryMb],
    architecture: matrix?.architecture,
    package: matrix?.package ?? [defaults.package],
    layers: resolveLayers(file, context),
    snapStart: matrix?.snapStart ?? [defaults.snapStart],
    event: resolveEvents(file, context),
    timeout: matrix?.timeout ?? [file.function?.timeout ?? defaults.timeoutSeconds],
    ephemeralStorage: matrix?.ephemeralStorage ?? [
      file.function?.ephemeralStorage ?? defaults.ephemeralStorageMb,
    ],
  };
}

/** Entries of include or exclude with their places. */
export function resolveCells(
  file: ScenarioFile,
  key: "include" | "exclude",
  { report }: Context,
): readonly ScenarioCell[] {
  return (file[key] ?? []).map((values, index) => ({ place: report.place([key, index]), values }));
}

/** A runtime's own timeout or /tmp beside an axis of the same would make the ids lie. */
function reportTwice(key: "timeout" | "ephemeralStorage", file: ScenarioFile, { report }: Context): void {
  const varies =
    file.matrix?.[key] !== undefined || (file.include ?? []).some((cell) => cell[key] !== undefined);
  for (const [label, entry] of Object.entries(file.runtimes)) {
    if (varies && entry?.[key] !== undefined) {
      report.value(["runtimes", label, key], `${key} in matrix and include, or here`, "both");
    }
  }
}

function resolveLayers(file: ScenarioFile, context: Context): readonly ScenarioLayers[] {
  if (file.matrix?.layers === undefined) {
    return [defaults.layers];
  }
  return Object.entries(file.matrix.layers).map(([name, sources]) => ({
    name,
    sources: sources.map((source, index) => resolveLayer(source, name, index, context)),
  }));
}

function resolveLayer(source: string, set: string, index: number, { disk, folder, report }: Context): string {
  const path = ["matrix", "layers", set, index];
  if (source.startsWith("arn:")) {
    if (!layerVersionArn.test(source)) {
      report.value(path, "the ARN of a layer version");
    }
    return source;
  }
  const file = resolve(folder, source);
  const kind = disk.kind(file);
  if (kind === undefined || (kind === "file" && !file.toLowerCase().endsWith(".zip"))) {
    report.value(path, "a folder or .zip that exists, or a layer version ARN");
  }
  return file;
}

const layerVersionArn = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/;
