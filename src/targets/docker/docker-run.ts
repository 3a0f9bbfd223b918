import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import type { PreparedPackage } from "../../packages/prepare-package.ts";
import { ownName } from "../local/owner.ts";
import { openWorkArea, type WorkArea } from "../local/work-area.ts";
import { type Contents, openContents } from "./contents.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { refusalOf, statusOf } from "./engine-error.ts";
import { type EngineEvents, openEngineEvents } from "./engine-events.ts";
import { folderOnDisk, foldersForStorage } from "./file-system.ts";
import { type CgroupFinder, findCgroups } from "./find-cgroups.ts";
import { createForeignArchitectures, type ForeignArchitectures } from "./foreign-architectures.ts";
import { createImageBuilds, type ImageBuilds } from "./image-builds.ts";
import type { Image } from "./images.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import { removeContainer, removeLeftovers } from "./leftovers.ts";
import { openRunNetwork, type RunNetwork } from "./run-network.ts";
import { lambdaUser, ownUser, type SandboxUser, sandboxUser } from "./sandbox-user.ts";
import { securityOptions } from "./security-options.ts";
import { openTemporaryStorage, type TemporaryStorage } from "./temporary-storage.ts";
import { temporaryVolumes } from "./temporary-volumes.ts";
import { openVolumes } from "./volumes.ts";

/** What all variants of a run share on an engine. */
export interface DockerRun {
  readonly engine: Engine;
  /** Marks everything that this run makes on the engine. */
  readonly labels: Readonly<Record<string, string>>;
  readonly area: WorkArea;
  readonly storage: TemporaryStorage;
  /** Whom the sandboxes' processes belong to. */
  readonly user: SandboxUser;
  /** Code and layers on this machine, by what they were laid out from. */
  readonly packages: Map<string, Promise<PreparedPackage>>;
  /** Names of the extensions in images, by the images' ids. */
  readonly imageExtensions: Map<string, Promise<readonly string[] | undefined>>;
  readonly builds: ImageBuilds;
  readonly foreign: ForeignArchitectures;
  readonly contents: Contents;
  /** What the engine tells of the containers; undefined where this machine's kernel does. */
  readonly events: EngineEvents | undefined;
  readonly cgroups: CgroupFinder;
  /** Whether a running container's CPU share can be changed, as tried with an idle container: by its id. */
  readonly cpuChanges: Map<string, Promise<unknown>>;
  /** What a sandbox's processes may not do. */
  readonly securityOptions: readonly string[];
  /**
   * The network with or without a way out, made when it is first wanted, and again where it has gone: the image stands for its
   * idle container, too.
   */
  network(outbound: boolean, image: Image): Promise<RunNetwork>;
  /**
   * Removes all of it but containers that were made in the networks. Never rejects: what could not be removed keeps its labels, or its
   * notes on this machine, and the next run removes it or says why it cannot.
   */
  remove(): Promise<void>;
}

/** Asks the engine, removes what killed runs left there, and makes what a run needs. @throws UnavailableError. */
export async function openDockerRun(options: DockerTargetOptions): Promise<DockerRun> {
  const { hostEnvironment, temporaryFolder, cacheFolder, clock } = options;
  const engine = await connectEngine(hostEnvironment, options.engineLimitMs);
  await removeOthersLeftovers(engine, clock.date().getTime());
  const { local, rootless } = engine.facts;
  const onDisk = local && !rootless ? await folderOnDisk(foldersForStorage(options)) : undefined;
  await mkdir(onDisk ?? temporaryFolder, { recursive: true });
  const area = openWorkArea(onDisk ?? temporaryFolder, cacheFolder, () => clock.date());
  try {
    return await openOn(engine, area, onDisk !== undefined, options);
  } catch (error) {
    await area.remove();
    throw refusalOf(error, engine.address.host);
  }
}

/** `folders`: what stands for /tmp may be made in the work area. */
async function openOn(
  engine: Engine,
  area: WorkArea,
  folders: boolean,
  options: DockerTargetOptions,
): Promise<DockerRun> {
  const { hostEnvironment, clock, mayMount, cgroupRoot } = options;
  const { local, cgroupVersion, rootless } = engine.facts;
  const own = ownUser();
  const user = local ? sandboxUser(own, rootless) : lambdaUser;
  const name = randomBytes(4).toString("hex");
  const owner = ownName();
  const labels = { [runLabel]: name, [ownerLabel]: owner };
  const builds = createImageBuilds(engine, labels);
  const volumes = openVolumes(engine, name, labels);
  const contents = openContents(engine, volumes);
  const inFolders = () =>
    openTemporaryStorage({
      folder: area.nextTemporaryFolder(),
      user,
      mayMount: mayMount ?? (process.platform === "linux" && own?.uid === 0),
    });
  const storage = folders ? await inFolders() : temporaryVolumes(volumes);
  const events = local ? undefined : await openEngineEvents(engine, name, () => clock.nowMs());
  const cgroups = findCgroups(local ? cgroupVersion : undefined, cgroupRoot);
  const networks = new Map<boolean, Promise<RunNetwork>>();
  const standing = async (before: Promise<RunNetwork> | undefined, make: () => Promise<RunNetwork>) => {
    const network = await before;
    await events?.renew();
    if (network?.lost === false) {
      return network;
    }
    await network?.remove().catch(() => {});
    return make();
  };
  const open = async (outbound: boolean, image: Image) => {
    const network = await openRunNetwork({
      engine,
      image: image.id,
      initBind: await contents.initBind(image),
      run: outbound ? name : `${name}-closed`,
      owner,
      outbound,
      environment: hostEnvironment,
      now: () => clock.nowMs(),
    });
    cgroups.learn(network.idle.id, network.idle.pid);
    return network;
  };
  return {
    engine,
    labels,
    area,
    storage,
    user,
    packages: new Map(),
    imageExtensions: new Map(),
    cpuChanges: new Map(),
    builds,
    foreign: createForeignArchitectures(engine, labels),
    contents,
    events,
    cgroups,
    securityOptions: securityOptions(engine),
    network: (outbound, image) => {
      const before = networks.get(outbound);
      const network = standing(before, () => open(outbound, image));
      // Where a first one could not be made, none is tried again: it fails for every variant alike. Where it was one that had been
      // lost, the next who wants it tries again.
      const kept = before === undefined ? network : network.catch(() => before);
      kept.catch(() => {});
      networks.set(outbound, kept);
      return network;
    },
    remove: async () => {
      const steps = [
        () => removeContainersOf(engine, name),
        () => removeNetworks(networks.values()),
        () => builds.remove(),
        async () => events?.close(),
        () => storage.remove(),
        () => volumes.removeAll(),
        () => area.remove(),
      ];
      for (const step of steps) {
        await step().catch(() => {});
      }
    },
  };
}

async function removeNetworks(networks: Iterable<Promise<RunNetwork>>): Promise<void> {
  for (const network of await Promise.allSettled(networks)) {
    if (network.status === "fulfilled") {
      await network.value.remove().catch(() => {});
    }
  }
}

/** A run does without it: what the engine refuses of it, `thaw cleanup` says. @throws UnavailableError where it does not answer. */
async function removeOthersLeftovers(engine: Engine, nowMs: number): Promise<void> {
  try {
    await removeLeftovers(engine, { nowMs });
  } catch (error) {
    if (statusOf(error) === undefined) {
      throw error;
    }
  }
}

/** Also those whose removal was missed, as by an engine that was away for a while. */
async function removeContainersOf(engine: Engine, run: string): Promise<void> {
  const filters = { label: [`${runLabel}=${run}`] };
  const found = await engine.soon(engine.docker.listContainers({ all: true, filters })).catch(() => []);
  await Promise.all(found.map(({ Id }) => removeContainer(engine, Id)));
}
