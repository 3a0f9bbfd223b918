import { randomBytes } from "node:crypto";
import type { PreparedPackage } from "../../packages/prepare-package.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { ownName } from "../local/owner.ts";
import { openWorkArea, type WorkArea } from "../local/work-area.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { type CgroupFinder, findCgroups } from "./find-cgroups.ts";
import { createForeignArchitectures, type ForeignArchitectures } from "./foreign-architectures.ts";
import { createImageBuilds, type ImageBuilds } from "./image-builds.ts";
import type { Image } from "./images.ts";
import { initProgram } from "./init-program.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import { removeLeftovers } from "./leftovers.ts";
import { openRunNetwork, type RunNetwork } from "./run-network.ts";
import { securityOptions } from "./security-options.ts";
import { openTemporaryStorage, type TemporaryStorage } from "./temporary-storage.ts";

/** What all variants of a run share on an engine. */
export interface DockerRun {
  readonly engine: Engine;
  /** Marks everything that this run makes on the engine. */
  readonly labels: Readonly<Record<string, string>>;
  readonly area: WorkArea;
  readonly storage: TemporaryStorage;
  /** Code and layers on this machine, by what they were laid out from. */
  readonly packages: Map<string, Promise<PreparedPackage>>;
  readonly builds: ImageBuilds;
  readonly foreign: ForeignArchitectures;
  readonly cgroups: CgroupFinder;
  /** What a sandbox's processes may not do. */
  readonly securityOptions: readonly string[];
  /** The network with or without a way out, made when it is first wanted: the image stands for its idle container, too. */
  network(outbound: boolean, image: Image): Promise<RunNetwork>;
  /** Removes all of it but containers that were made in the networks. */
  remove(): Promise<void>;
}

/** Asks the engine, removes what killed runs left there, and makes what a run needs. @throws UnavailableError. */
export async function openDockerRun(options: DockerTargetOptions): Promise<DockerRun> {
  const { hostEnvironment, temporaryFolder, cacheFolder, clock } = options;
  const engine = await connectEngine(hostEnvironment);
  refuseRemote(engine);
  await removeLeftovers(engine, { nowMs: clock.date().getTime() });
  const area = openWorkArea(temporaryFolder, cacheFolder, () => clock.date());
  const storage = await openTemporaryStorage(area.nextTemporaryFolder());
  const name = randomBytes(4).toString("hex");
  const owner = ownName();
  const labels = { [runLabel]: name, [ownerLabel]: owner };
  const builds = createImageBuilds(engine, labels);
  const networks = new Map<boolean, Promise<RunNetwork>>();
  const open = (outbound: boolean, image: Image) =>
    openRunNetwork({
      engine,
      image: image.id,
      initProgram: initProgram(image.architecture),
      run: outbound ? name : `${name}-closed`,
      owner,
      outbound,
      now: () => clock.nowMs(),
    });
  return {
    engine,
    labels,
    area,
    storage,
    packages: new Map(),
    builds,
    foreign: createForeignArchitectures(engine, labels),
    cgroups: findCgroups(engine.facts.cgroupVersion),
    securityOptions: securityOptions(engine),
    network: (outbound, image) => {
      const network = networks.get(outbound) ?? open(outbound, image);
      networks.set(outbound, network);
      return network;
    },
    remove: async () => {
      for (const network of await Promise.allSettled(networks.values())) {
        if (network.status === "fulfilled") {
          await network.value.remove().catch(() => {});
        }
      }
      await builds.remove().catch(() => {});
      await storage.remove();
      await area.remove();
    },
  };
}

function refuseRemote({ facts, address }: Engine): void {
  if (!facts.local) {
    throw new UnavailableError(
      `the engine at ${address.host} runs on another kernel (${facts.kernel}) than thaw`,
      "this version measures with an engine on the same Linux",
    );
  }
}
