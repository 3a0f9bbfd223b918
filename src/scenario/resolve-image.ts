import { resolve } from "node:path";
import type { Context } from "./context.ts";
import type { Path } from "./document.ts";
import type { ScenarioImage } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";
import { interpolate } from "./variables.ts";

/** The image of one runtime: its own, else the scenario's. Reports what is missing where the runtime has images. */
export function resolveImage(
  file: ScenarioFile,
  label: string,
  isWanted: boolean,
  context: Context,
): ScenarioImage | undefined {
  const own = file.runtimes[label]?.image;
  const path = own === undefined ? ["image"] : ["runtimes", label, "image"];
  const settings = own ?? file.image;
  if (settings !== undefined) {
    return imageOf(settings, path, context);
  }
  if (isWanted && context.whole) {
    const expected = "image: with a dockerfile or a uri, here or for the scenario";
    context.report.value(["runtimes", label, "image"], expected, "nothing");
  }
  return undefined;
}

function imageOf(settings: NonNullable<ScenarioFile["image"]>, path: Path, context: Context): ScenarioImage {
  const { dockerfile, uri, entrypoint, command, workdir } = settings;
  if (workdir !== undefined && !workdir.startsWith("/")) {
    context.report.value([...path, "workdir"], "an absolute path");
  }
  return {
    source:
      dockerfile === undefined
        ? { kind: "uri", name: interpolate(uri ?? "", [...path, "uri"], context) }
        : { kind: "dockerfile", path: dockerfileOf(dockerfile, path, context) },
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    ...(workdir === undefined ? {} : { workdir }),
  };
}

function dockerfileOf(dockerfile: string, path: Path, { folder, disk, report }: Context): string {
  const file = resolve(folder, dockerfile);
  if (disk.kind(file) !== "file") {
    report.value([...path, "dockerfile"], "a Dockerfile that exists");
  }
  return file;
}
