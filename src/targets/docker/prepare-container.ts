import { statSync } from "node:fs";
import { join } from "node:path";
import { listExtensions } from "../../packages/list-extensions.ts";
import { type PreparedPackage, preparePackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import type { CpuFacts, PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { ContainerControl } from "./container-control.ts";
import type { ContainerMounts } from "./container-options.ts";
import { cpuFacts } from "./cpu-facts.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import type { DockerRun } from "./docker-run.ts";
import { refusalOf } from "./engine-error.ts";
import { shownDockerfile } from "./image-builds.ts";
import { listImageExtensions } from "./image-extensions.ts";
import type { Image } from "./images.ts";
import { once } from "./once.ts";
import { imageCommand, prepareImage } from "./prepare-image.ts";
import type { RunNetwork } from "./run-network.ts";
import { type ContainerCommand, runtimeCommand } from "./runtime-command.ts";

const wholeCore = { quotaUs: 100_000, periodUs: 100_000 };

/** One side of a variant, laid out for containers. */
export interface PreparedContainer {
  readonly variant: Variant;
  readonly image: Image;
  /** The bind of the first process's program. */
  readonly initBind: string;
  /** Code and layers on this machine; undefined where the image holds them. */
  readonly code: PreparedPackage | undefined;
  /** What they are bound from. */
  readonly mounts: ContainerMounts | undefined;
  readonly command: ContainerCommand;
  /** Undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** As it stands; made anew where it has gone. */
  readonly network: () => Promise<RunNetwork>;
  readonly cpu: CpuFacts;
}

/**
 * Finds, fetches or builds the image, lays out code and layers, and sees that the run's network is there.
 * @throws UnavailableError when the image or the CPU is not here, or the engine refuses what is needed; PreparationError when the
 * package cannot be made.
 */
export async function prepareContainer(
  run: DockerRun,
  options: DockerTargetOptions,
  variant: Variant,
  side: Side | undefined,
  signal: AbortSignal,
): Promise<PreparedContainer> {
  try {
    return await prepareOn(run, options, variant, side, signal);
  } catch (error) {
    throw refusalOf(error, run.engine.address.host);
  }
}

async function prepareOn(
  run: DockerRun,
  options: DockerTargetOptions,
  variant: Variant,
  side: Side | undefined,
  signal: AbortSignal,
): Promise<PreparedContainer> {
  const cpu = cpuFacts(variant, run.engine.facts.cpuCount);
  if (!options.allowUnfaithful) {
    refuseTooLarge(variant, cpu, run.engine.facts.cpuCount);
  }
  await run.foreign.require(variant.architecture);
  const image = await prepareImage(run, options, variant, signal);
  const content =
    variant.image === undefined
      ? await mountedContent(run, options, variant, side, image, signal)
      : {
          code: undefined,
          mounts: undefined,
          command: imageCommand(image, variant.image),
          extensions: await once(run.imageExtensions, image.id, () =>
            listImageExtensions(run.engine, image.id, run.labels),
          ),
        };
  const network = () => run.network(variant.docker?.network !== "none", image);
  await requireCpuChange(run, cpu, await network());
  return { variant, image, initBind: await run.contents.initBind(image), ...content, network, cpu };
}

/** A share that is limited after init only: tried with the idle container, by which nobody waits for anything. */
async function requireCpuChange(run: DockerRun, cpu: CpuFacts, { idle }: RunNetwork): Promise<void> {
  if (cpu.quotaUs === undefined || cpu.limitedInit === true) {
    return;
  }
  await once(run.cpuChanges, idle.id, () => {
    const container = run.engine.docker.getContainer(idle.id);
    return new ContainerControl(run.engine, container, run.cgroups.of(idle.id)).limitCpu(wholeCore);
  });
}

/** What the run directory keeps of it. */
export function preparedFacts(
  { variant, image, code, extensions, cpu }: PreparedContainer,
  side: Side | undefined,
): PreparedFacts {
  return {
    ...(side === undefined ? {} : { side }),
    functionDigest: code?.functionDigest ?? image.contentDigest,
    layerDigests: code?.layerDigests ?? [],
    runtimeDigest: code === undefined ? image.contentDigest : image.id.replace(/^sha256:/, ""),
    runtimeVersion: versionOf(variant, image),
    ...(image.registryDigest === undefined ? {} : { imageDigest: image.registryDigest }),
    ...(extensions === undefined || extensions.length === 0 ? {} : { extensions }),
    packageBytes: code?.packageBytes ?? image.bytes,
    cpu,
  };
}

function versionOf({ image: made }: Variant, image: Image): string {
  const name =
    made?.source.kind === "dockerfile" ? `image of ${shownDockerfile(made.source.path)}` : image.name;
  return image.localBase ? `${name} (local base image)` : name;
}

/** Variants of one code share its copy, which nothing can change; the two sides of a variant each have their own. */
async function mountedContent(
  run: DockerRun,
  { cacheFolder, hostEnvironment: environment }: DockerTargetOptions,
  variant: Variant,
  side: Side | undefined,
  image: Image,
  signal: AbortSignal,
) {
  const { build, layers } = variant;
  const key = JSON.stringify([side, variant.code, build, layers]);
  const code = await once(run.packages, key, () =>
    preparePackage({ variant, folder: run.area.nextPackageFolder(), cacheFolder, environment, signal }),
  );
  return {
    code,
    mounts: {
      taskRoot: await run.contents.source(code.taskRoot, image),
      optRoot: await run.contents.source(code.optRoot, image),
    },
    command: runtimeCommand(variant, (place, path) => isFile(code, place, path)),
    extensions: await listExtensions(code.optRoot),
  };
}

function isFile({ taskRoot, optRoot }: PreparedPackage, place: "task" | "opt", path: string): boolean {
  const file = join(place === "task" ? taskRoot : optRoot, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function refuseTooLarge({ memoryMb }: Variant, { neededCores }: CpuFacts, hostCores: number): void {
  if (neededCores !== undefined) {
    throw new UnavailableError(
      `${memoryMb} MB get the time of ${neededCores.toFixed(1)} cores on Lambda; this engine has ${hostCores}`,
      "--allow-unfaithful runs it with what there is, and marks it",
    );
  }
}
