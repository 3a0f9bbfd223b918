import { resolve } from "node:path";
import type { CheckedFile } from "./check.ts";
import type { Context } from "./context.ts";
import type { Path } from "./document.ts";
import { interpolate } from "./variables.ts";

/** Reports what is missing for images, where a scenario has any: settings, a Dockerfile. */
export function checkImages({ file, whole }: CheckedFile, asImage: boolean, context: Context): void {
  checkImage(file.image, ["image"], context);
  for (const [label, entry] of Object.entries(file.runtimes)) {
    const path = ["runtimes", label, "image"];
    checkImage(entry?.image, path, context);
    if (asImage && whole && (entry?.image ?? file.image) === undefined) {
      context.report.value(path, "image: with a dockerfile or a uri, here or for the scenario", "nothing");
    }
  }
}

function checkImage(image: CheckedFile["file"]["image"], path: Path, context: Context): void {
  if (image?.uri !== undefined) {
    interpolate(image.uri, [...path, "uri"], context);
  }
  if (
    image?.dockerfile !== undefined &&
    context.disk.kind(resolve(context.folder, image.dockerfile)) !== "file"
  ) {
    context.report.value([...path, "dockerfile"], "a Dockerfile that exists");
  }
}
