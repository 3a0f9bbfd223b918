import type { Variant, VariantImage } from "../../plan/variant.ts";
import { PreparationError, UnavailableError } from "../../shared/errors.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import type { DockerRun } from "./docker-run.ts";
import { findImage, type Image, readImage, refuseOtherArchitecture } from "./images.ts";
import { type NeededImage, neededImages } from "./needed-images.ts";
import { pullImage } from "./pull.ts";
import type { ContainerCommand } from "./runtime-command.ts";

/** Where images are and come about. */
export type ImageEngine = Pick<DockerRun, "engine" | "builds">;

/** How they come about. */
export type ImageOptions = Pick<DockerTargetOptions, "images" | "fetch" | "onProgress">;

/** Lambda's limit for an image, unpacked. */
const maxImageBytes = 10 * 1024 ** 3;

/**
 * The image of a variant: what is missing is fetched where that was asked for, a Dockerfile is built.
 * @throws UnavailableError when an image is not here; PreparationError when it cannot be built.
 */
export async function prepareImage(
  run: ImageEngine,
  options: ImageOptions,
  variant: Variant,
  signal: AbortSignal,
): Promise<Image> {
  const choice = { images: options.images, hostArchitecture: run.engine.facts.architecture };
  const needed = neededImages([variant], choice);
  const source = variant.image?.source;
  if (variant.package === "image" && source?.kind === "dockerfile") {
    await haveBases(run, options, needed, source.path, signal);
    const { architecture } = variant;
    const { onProgress = () => {} } = options;
    const image = await run.builds.build({ dockerfile: source.path, architecture, signal, onProgress });
    refuseOtherArchitecture(image, variant);
    refuseTooLarge(image);
    return image;
  }
  const [wanted] = needed;
  if (wanted === undefined) {
    throw new PreparationError("image: expected a dockerfile or a uri, got nothing");
  }
  await fetchMissing(run, options, wanted, signal);
  const image = await findImage(run.engine, wanted.name, variant);
  refuseTooLarge(image);
  return image;
}

/**
 * What the container of an image starts: its ENTRYPOINT and CMD in its WORKDIR, each of them replaced where the scenario says so.
 * Source: AWS Lambda Developer Guide, "Container image settings". @throws PreparationError when there is neither.
 */
export function imageCommand(
  image: Pick<Image, "name" | "entrypoint" | "command" | "workdir">,
  { entrypoint, command, workdir }: Pick<VariantImage, "entrypoint" | "command" | "workdir">,
): ContainerCommand {
  const [word, ...args] = [...(entrypoint ?? image.entrypoint), ...(command ?? image.command)];
  if (word === undefined) {
    throw new PreparationError(
      `the image ${image.name}: expected an ENTRYPOINT or a CMD, got neither`,
      "set them in the Dockerfile, or with image.entrypoint and image.command",
    );
  }
  return { command: word, args, cwd: workdir ?? image.workdir };
}

/** A build would fetch them without a word: it does so where that was asked for, and shows it. */
async function haveBases(
  run: ImageEngine,
  options: ImageOptions,
  bases: readonly NeededImage[],
  dockerfile: string,
  signal: AbortSignal,
): Promise<void> {
  for (const base of bases) {
    if (options.fetch !== true && (await readImage(run.engine, base.name)) === undefined) {
      throw new UnavailableError(
        `${dockerfile} starts from ${base.name}, which this engine does not have`,
        "fetch it with: thaw pull; or name the target with --target docker",
      );
    }
    try {
      await fetchMissing(run, options, base, signal);
    } catch (error) {
      throw error instanceof UnavailableError
        ? new PreparationError(`${dockerfile}: ${error.message}`, error.hint, { cause: error })
        : error;
    }
  }
}

async function fetchMissing(
  { engine }: ImageEngine,
  { fetch = false, onProgress = () => {} }: ImageOptions,
  image: NeededImage,
  signal: AbortSignal,
): Promise<void> {
  if (fetch && (await readImage(engine, image.name)) === undefined) {
    await pullImage(engine, image, onProgress, signal);
  }
}

function refuseTooLarge({ name, bytes }: Image): void {
  if (bytes > maxImageBytes) {
    const gigabytes = (bytes / 1024 ** 3).toFixed(1);
    throw new PreparationError(
      `the image ${name}: expected at most 10 GB, as on Lambda, got ${gigabytes} GB`,
    );
  }
}
