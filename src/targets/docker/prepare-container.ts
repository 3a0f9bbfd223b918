import { statSync } from "node:fs";
import { join } from "node:path";
import { listExtensions } from "../../packages/list-extensions.ts";
import { type PreparedPackage, preparePackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import { imageNameOf } from "../../runtimes/images.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { cpuShareOf } from "./cpu-share.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import type { DockerRun } from "./docker-run.ts";
import type { Engine } from "./engine.ts";
import { findImage, type Image } from "./images.ts";
import { hasImage, pullImage } from "./pull.ts";
import type { RunNetwork } from "./run-network.ts";
import { type ContainerCommand, runtimeCommand } from "./runtime-command.ts";

/** One side of a variant, laid out for containers. */
export interface PreparedContainer {
  readonly variant: Variant;
  readonly image: Image;
  readonly code: PreparedPackage;
  readonly command: ContainerCommand;
  /** Undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  readonly network: RunNetwork;
}

/**
 * Finds or fetches the image, lays out code and layers, and sees that the run's network is there.
 * @throws UnavailableError when the image or the CPU is not here; PreparationError when the package cannot be made.
 */
export async function prepareContainer(
  run: DockerRun,
  options: DockerTargetOptions,
  variant: Variant,
  signal: AbortSignal,
): Promise<PreparedContainer> {
  const { images, cacheFolder, hostEnvironment: environment, allowUnfaithful, onFetch } = options;
  refuseTooLarge(variant, run.engine, allowUnfaithful);
  const name = imageNameOf(variant, images);
  if (onFetch !== undefined && !(await hasImage(run.engine, name))) {
    await pullImage(run.engine, name, onFetch);
  }
  const image = await findImage(run.engine, name, variant);
  const folder = run.area.nextPackageFolder();
  const code = await preparePackage({ variant, folder, cacheFolder, environment, signal });
  const extensions = await listExtensions(code.optRoot);
  const command = runtimeCommand(variant, (place, path) => isFile(code, place, path));
  const network = await run.network(variant.docker?.network !== "none", image);
  return { variant, image, code, command, extensions, network };
}

/** What the run directory keeps of it. */
export function preparedFacts(
  { image, code, extensions }: PreparedContainer,
  side: Side | undefined,
): PreparedFacts {
  const { functionDigest, layerDigests, packageBytes } = code;
  return {
    ...(side === undefined ? {} : { side }),
    functionDigest,
    layerDigests,
    runtimeDigest: image.id.replace(/^sha256:/, ""),
    runtimeVersion: image.localBase ? `${image.name} (local base image)` : image.name,
    ...(extensions === undefined || extensions.length === 0 ? {} : { extensions }),
    packageBytes,
  };
}

function isFile({ taskRoot, optRoot }: PreparedPackage, place: "task" | "opt", path: string): boolean {
  const file = join(place === "task" ? taskRoot : optRoot, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function refuseTooLarge({ memoryMb }: Variant, { facts }: Engine, allowed: boolean): void {
  if (!allowed && cpuShareOf(memoryMb) > facts.cpuCount) {
    throw new UnavailableError(
      `${memoryMb} MB get the time of ${cpuShareOf(memoryMb).toFixed(1)} cores on Lambda; this engine has ${facts.cpuCount}`,
      "--allow-unfaithful runs it with what there is",
    );
  }
}
