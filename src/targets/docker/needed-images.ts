import { readFileSync } from "node:fs";
import { imagesOf } from "../../packages/dockerfile.ts";
import type { Variant } from "../../plan/variant.ts";
import { type ImageChoice, imageNameOf } from "../../runtimes/images.ts";

/** An image that has to be on an engine before anything is run. */
export interface NeededImage {
  readonly name: string;
  /** Given where it is not the engine's own: `linux/arm64`. */
  readonly platform?: string | undefined;
}

/** What variants are derived from the images of. */
type ImageUser = Pick<Variant, "runtime" | "architecture" | "package" | "image" | "docker">;

/**
 * The images that variants need, each once: those of their runtimes, those that they name, and those that their Dockerfiles
 * start from. A Dockerfile that cannot be read names none.
 */
export function neededImages(variants: readonly ImageUser[], choice: ImageChoice): readonly NeededImage[] {
  const needed = new Map<string, NeededImage>();
  for (const variant of variants) {
    const { architecture } = variant;
    const platform = architecture === choice.hostArchitecture ? {} : { platform: platformOf(architecture) };
    for (const name of namesOf(variant, choice)) {
      needed.set(name, { name, ...platform });
    }
  }
  return [...needed.values()];
}

/** An architecture as engines write it. */
export function platformOf(architecture: string): string {
  return `linux/${architecture === "x86_64" ? "amd64" : architecture}`;
}

function namesOf(variant: ImageUser, choice: ImageChoice): readonly string[] {
  if (variant.package === "zip") {
    return [imageNameOf(variant, choice)];
  }
  const source = variant.image?.source;
  switch (source?.kind) {
    case "uri":
      return [source.name];
    case "dockerfile":
      return imagesOf(contentOf(source.path));
    case undefined:
      return [];
    default:
      return source satisfies never;
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
