import { type Belonging, belongingIn, belongingInNote } from "./belonging.ts";
import { type CleanUp, isLeft } from "./is-left.ts";
import type { RegionOptions } from "./lambda-options.ts";
import { listFunctions, listLayers, listLogs } from "./listing.ts";
import { namePrefix, runIdIn, runIdInRepository } from "./names.ts";
import { readTags } from "./read-tags.ts";
import { openRegion, type Region } from "./region.ts";
import { removeThings, type Things } from "./removal.ts";
import { listRepositories } from "./repository.ts";

/** What stands in a region and belongs to no thaw that lives. */
export interface LambdaLeftovers {
  readonly region: string;
  /** Removed, or on a dry run what would be. */
  readonly removed: Things;
  /** Of runs that may be under way, and of what was deployed to stay: not touched. */
  readonly kept: Things;
  /** What is still there though it was to be removed. */
  readonly left: Things;
  /** Why. */
  readonly reasons: readonly string[];
}

const rounds = 3;

/**
 * Removes the functions, versions, layers and logs of every thaw that was killed, in one region, and looks whether they are
 * gone. @throws UnavailableError when AWS does not let it.
 */
export async function removeLeftovers(
  options: RegionOptions,
  cleanUp: CleanUp,
  signal: AbortSignal = new AbortController().signal,
): Promise<LambdaLeftovers> {
  const region = await openRegion(options, undefined, signal);
  try {
    const nowMs = options.clock.date().getTime();
    const found = await findLeftovers(region, cleanUp, nowMs, signal);
    if (cleanUp.dryRun === true) {
      return { region: region.name, removed: found.meant, kept: found.kept, left: none, reasons: [] };
    }
    const { left, reasons } = await removeAll(region, found.meant, cleanUp, nowMs, signal);
    return { region: region.name, removed: without(found.meant, left), kept: found.kept, left, reasons };
  } finally {
    region.close();
  }
}

const none: Things = { functions: [], layers: [], logs: [], repositories: [] };

async function removeAll(
  region: Region,
  meant: Things,
  cleanUp: CleanUp,
  nowMs: number,
  signal: AbortSignal,
): Promise<{ readonly left: Things; readonly reasons: readonly string[] }> {
  let left = meant;
  let reasons: readonly string[] = [];
  for (let round = 0; round < rounds && countOf(left) > 0; round++) {
    reasons = await removeThings(region, left, signal);
    left = (await findLeftovers(region, cleanUp, nowMs, signal)).meant;
  }
  return { left, reasons: countOf(left) === 0 ? [] : reasons };
}

interface Found {
  readonly meant: Things;
  readonly kept: Things;
}

/** A log group belongs to whom its function belongs, and to nobody when that is gone. */
async function findLeftovers(
  region: Region,
  cleanUp: CleanUp,
  nowMs: number,
  signal: AbortSignal,
): Promise<Found> {
  const [functions, layers, logs, repositories] = await Promise.all([
    functionsOfThaw(region, signal),
    listLayers(region, namePrefix, signal),
    listLogs(region, namePrefix, signal),
    listRepositories(region, namePrefix, signal),
  ]);
  const owners = new Map<string, Belonging>();
  const ownLayers = layers.filter(({ name }) => runIdIn(name) !== undefined);
  for (const { name, note } of ownLayers) {
    remember(owners, name, belongingInNote(note));
  }
  for (const [name, belonging] of functions) {
    remember(owners, name, belonging);
  }
  const isMeant = (name: string) => {
    const run = runIdIn(name) ?? runIdInRepository(name);
    return run !== undefined && isLeft(run, owners.get(run.toLowerCase()), cleanUp, nowMs);
  };
  const ownLogs = logs.filter((name) => runIdIn(name) !== undefined);
  const things = {
    functions: [...functions.keys()],
    layers: ownLayers.map(({ name }) => name),
    logs: ownLogs,
    repositories: repositories.filter((name) => runIdInRepository(name) !== undefined),
  };
  return { meant: only(things, isMeant), kept: only(things, (name) => !isMeant(name)) };
}

/** Of those with its prefix the ones that have its tags: somebody else's may be called so, too. */
async function functionsOfThaw(region: Region, signal: AbortSignal): Promise<ReadonlyMap<string, Belonging>> {
  const listed = [...(await listFunctions(region, namePrefix, signal))].filter(
    ([name]) => runIdIn(name) !== undefined,
  );
  const belongings = await Promise.all(
    listed.map(
      async ([name, arn]) => [name, belongingIn((await readTags(region, arn, signal)) ?? {})] as const,
    ),
  );
  return new Map(
    belongings.flatMap(([name, found]) => (found === undefined ? [] : [[name, found] as const])),
  );
}

function remember(owners: Map<string, Belonging>, name: string, belonging: Belonging | undefined): void {
  const run = runIdIn(name);
  if (run !== undefined && belonging !== undefined) {
    owners.set(run.toLowerCase(), belonging);
  }
}

function only(things: Things, holds: (name: string) => boolean): Things {
  return {
    functions: things.functions.filter(holds),
    layers: things.layers.filter(holds),
    logs: things.logs.filter(holds),
    repositories: things.repositories.filter(holds),
  };
}

function without(things: Things, left: Things): Things {
  return {
    functions: things.functions.filter((name) => !left.functions.includes(name)),
    layers: things.layers.filter((name) => !left.layers.includes(name)),
    logs: things.logs.filter((name) => !left.logs.includes(name)),
    repositories: things.repositories.filter((name) => !left.repositories.includes(name)),
  };
}

function countOf({ functions, layers, logs, repositories }: Things): number {
  return functions.length + layers.length + logs.length + repositories.length;
}
