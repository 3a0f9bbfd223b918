import { basename, dirname, join } from "node:path";
import { readBuildContext } from "../../packages/build-context.ts";
import { buildImage } from "../../packages/image.ts";
import { PreparationError } from "../../shared/errors.ts";
import type { Engine } from "./engine.ts";
import type { OnImageProgress } from "./image-progress.ts";
import { type Image, readImage } from "./images.ts";
import { runLabel } from "./labels.ts";
import { removeImage } from "./leftovers.ts";
import { platformOf } from "./needed-images.ts";
import { once } from "./once.ts";

/** What is built. */
export interface BuildRequest {
  readonly dockerfile: string;
  readonly architecture: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnImageProgress;
}

/** The images that a run has built. They go with it; what the engine keeps to build them faster again stays with the engine. */
export interface ImageBuilds {
  /** Builds a Dockerfile once for an architecture, however many variants it stands behind. @throws PreparationError. */
  build(request: BuildRequest): Promise<Image>;
  /** Removes all of them, and what builds that were broken off have left. */
  remove(): Promise<void>;
}

/** Of a run, whose name is in the labels. */
export function createImageBuilds(engine: Engine, labels: Readonly<Record<string, string>>): ImageBuilds {
  const builds = new Map<string, Promise<Image>>();
  return {
    build: (request) => {
      const key = `${request.architecture}:${request.dockerfile}`;
      return once(builds, key, () => buildOne(engine, labels, request));
    },
    remove: async () => {
      if (builds.size > 0) {
        await Promise.allSettled(builds.values());
        const filters = { label: [`${runLabel}=${labels[runLabel]}`] };
        const images = await engine.soon(engine.docker.listImages({ filters }));
        await Promise.all(images.map(({ Id }) => removeImage(engine, Id)));
      }
    },
  };
}

/** A Dockerfile as people know it, wherever it lies: with its folder's name. */
export function shownDockerfile(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

async function buildOne(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  { dockerfile, architecture, signal, onProgress }: BuildRequest,
): Promise<Image> {
  const shown = shownDockerfile(dockerfile);
  const context = await readBuildContext(dockerfile);
  const name = `thaw/image:${labels[runLabel]}-${context.digest.slice(0, 16)}-${architecture}`;
  const isForeign = architecture !== engine.facts.architecture;
  await engine.call(
    buildImage({
      docker: engine.docker,
      context,
      shown,
      buildKit: engine.facts.name === "Docker",
      name,
      labels,
      platform: isForeign ? platformOf(architecture) : undefined,
      signal,
      onStep: (step) => onProgress({ kind: "building", image: shown, step }),
    }),
  );
  const image = await readImage(engine, name);
  if (image === undefined) {
    throw new PreparationError(`${shown}: expected an image to be built, got none, and no word why`);
  }
  return image;
}
