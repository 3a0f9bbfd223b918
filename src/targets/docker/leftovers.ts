import { mayLive } from "../local/owner.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { refusalOf } from "./engine-error.ts";
import { type CgroupFinder, findCgroups } from "./find-cgroups.ts";
import { ownerLabel, runLabel } from "./labels.ts";

/** What stands on an engine and belongs to no thaw that lives. */
export interface Leftovers {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
}

/** Which of them are meant. */
export interface CleanUp {
  /** Only what was made longer ago. */
  readonly olderThanMs?: number | undefined;
  /** Counts them and removes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Removes the containers, networks, volumes and images of every thaw that was killed. */
export async function removeLeftovers(engine: Engine, cleanUp: CleanUp): Promise<Leftovers> {
  const { docker } = engine;
  const filters = { label: [runLabel] };
  const containers = (await engine.soon(docker.listContainers({ all: true, filters })))
    .filter(({ Labels }) => isLeft(Labels))
    .filter(({ Created }) => isOld(Created * 1000, cleanUp));
  const networks = (await engine.soon(docker.listNetworks({ filters })))
    .filter(({ Labels }) => isLeft(Labels))
    .filter(({ Created }) => isOld(Date.parse(Created), cleanUp));
  const volumes = (await listVolumes(engine))
    .filter(({ Labels }) => isLeft(Labels))
    .filter(({ CreatedAt }) => isOld(Date.parse(CreatedAt ?? ""), cleanUp));
  const images = (await engine.soon(docker.listImages({ filters })))
    .filter(({ Labels }) => isLeft(Labels))
    .filter(({ Created }) => isOld(Created * 1000, cleanUp));
  if (cleanUp.dryRun !== true) {
    // One that stands still does not even end by SIGKILL.
    const cgroups = findCgroups(engine.facts.cgroupVersion);
    await Promise.all(containers.map(({ Id }) => removeStanding(engine, Id, cgroups)));
    await Promise.all(networks.map(({ Id }) => removeNetwork(engine, Id)));
    await Promise.all(volumes.map(({ Name }) => removeVolume(engine, Name)));
    await Promise.all(images.map(({ Id }) => removeImage(engine, Id)));
  }
  return {
    containers: containers.length,
    networks: networks.length,
    volumes: volumes.length,
    images: images.length,
  };
}

/** Also one that was frozen behind the engine's back. */
async function removeStanding(engine: Engine, id: string, cgroups: CgroupFinder): Promise<void> {
  try {
    cgroups.of(id)?.freeze(false);
  } catch {
    // It does not run, or not on this machine: then it does not stand still either.
  }
  await removeContainer(engine, id);
}

/** One that is being removed already, as by another thaw, is no error. */
async function removeNetwork(engine: Engine, id: string): Promise<void> {
  await engine.soon(engine.docker.getNetwork(id).remove()).catch(() => {});
}

interface ListedVolume {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly CreatedAt?: string;
}

async function listVolumes(engine: Engine): Promise<readonly ListedVolume[]> {
  const filters = JSON.stringify({ label: [runLabel] });
  // An engine without any may answer null.
  const { Volumes: found } = await engine.soon(engine.docker.listVolumes({ filters }));
  return found ?? [];
}

async function removeVolume(engine: Engine, name: string): Promise<void> {
  await engine.soon(engine.docker.getVolume(name).remove()).catch(() => {});
}

function isLeft(labels: Readonly<Record<string, string>> | undefined): boolean {
  return !mayLive(labels?.[ownerLabel] ?? "");
}

/** The engine's clock may be ahead of this machine's, and not every engine says when: nobody looks at the age unless it was named. */
function isOld(createdMs: number, { olderThanMs, nowMs }: CleanUp): boolean {
  return olderThanMs === undefined || nowMs - createdMs >= olderThanMs;
}

/** For `thaw cleanup`: asks the engine itself. @throws UnavailableError when none answers, or it refuses to tell. */
export async function cleanUpEngine(
  environment: Readonly<Record<string, string | undefined>>,
  cleanUp: CleanUp,
): Promise<Leftovers> {
  const engine = await connectEngine(environment);
  try {
    return await removeLeftovers(engine, cleanUp);
  } catch (error) {
    throw refusalOf(error, engine.address.host);
  }
}

/** One that is being removed already, as by another thaw, is no error. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  await engine.soon(engine.docker.getContainer(id).remove({ force: true, v: true })).catch(() => {});
}

/** Also from under ended containers. One that is being removed already, as by another thaw, is no error. */
export async function removeImage(engine: Engine, id: string): Promise<void> {
  await engine.soon(engine.docker.getImage(id).remove({ force: true })).catch(() => {});
}
