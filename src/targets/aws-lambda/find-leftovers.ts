import { type Belonging, belongingIn, belongingInNote } from "./belonging.ts";
import { listFunctions, listLayers, listLogs } from "./listing.ts";
import { namePrefix, runIdIn, runIdInRepository } from "./names.ts";
import { readRepositoryTags } from "./read-repository-tags.ts";
import { readTags } from "./read-tags.ts";
import type { Region } from "./region.ts";
import { listRepositories } from "./repository.ts";
import { type Things, thingsWhere } from "./things.ts";
import { type CleanUp, whatBecomesOf } from "./what-becomes-of.ts";

/** What of thaw's stands in a region, by what is to become of it. */
export interface Found {
  readonly left: Things;
  /** Of runs that may be under way. */
  readonly living: Things;
  /** Made to stay, by `thaw deploy` or `--keep`. */
  readonly deployed: Things;
}

/**
 * A log group belongs to whom its function belongs; where that is gone, its name alone tells that thaw made it. @throws as `Calls.make`.
 */
export async function findLeftovers(
  region: Region,
  cleanUp: CleanUp,
  nowMs: number,
  signal: AbortSignal,
): Promise<Found> {
  const [listed, layers, logs, repositories] = await Promise.all([
    listFunctions(region, namePrefix, signal),
    listLayers(region, namePrefix, signal),
    listLogs(region, namePrefix, signal),
    repositoriesOfThaw(region, signal),
  ]);
  const functions = await functionsOfThaw(region, listed, signal);
  const ownLayers = layers.filter(
    ({ name, note }) => runIdIn(name) !== undefined && belongingInNote(note) !== undefined,
  );
  const isSomebodyElses = (name: string) => listed.has(name) && !functions.has(name);
  const owners = new Map<string, Belonging>();
  for (const { name, note } of ownLayers) {
    remember(owners, name, belongingInNote(note));
  }
  for (const [name, belonging] of [...functions, ...repositories]) {
    remember(owners, name, belonging);
  }
  const things = {
    functions: [...functions.keys()],
    layers: ownLayers.map(({ name }) => name),
    logs: logs.filter((name) => runIdIn(name) !== undefined && !isSomebodyElses(name)),
    repositories: [...repositories.keys()],
  };
  const fateOf = (name: string) => {
    const run = runOf(name) ?? "";
    return whatBecomesOf(run, owners.get(run.toLowerCase()), cleanUp, nowMs);
  };
  return {
    left: thingsWhere(things, (name) => fateOf(name) === "left"),
    living: thingsWhere(things, (name) => fateOf(name) === "living"),
    deployed: thingsWhere(things, (name) => fateOf(name) === "deployed"),
  };
}

type Owned = ReadonlyMap<string, Belonging>;

/** Of those with its prefix the ones that have its tags: somebody else's may be called so, too. */
async function functionsOfThaw(
  region: Region,
  listed: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Owned> {
  const named = [...listed]
    .map(([name, arn]) => ({ name, arn }))
    .filter(({ name }) => runIdIn(name) !== undefined);
  return tagged(named, (arn) => readTags(region, arn, signal));
}

async function repositoriesOfThaw(region: Region, signal: AbortSignal): Promise<Owned> {
  const listed = (await listRepositories(region, namePrefix, signal)).filter(
    ({ name }) => runIdInRepository(name) !== undefined,
  );
  return tagged(listed, (arn) => readRepositoryTags(region, arn, signal));
}

async function tagged(
  listed: readonly { readonly name: string; readonly arn: string }[],
  tagsOf: (arn: string) => Promise<Readonly<Record<string, string>> | undefined>,
): Promise<Owned> {
  const found = await Promise.all(
    listed.map(async ({ name, arn }) => [name, belongingIn((await tagsOf(arn)) ?? {})] as const),
  );
  return new Map(
    found.flatMap(([name, belonging]) => (belonging === undefined ? [] : [[name, belonging] as const])),
  );
}

function remember(owners: Map<string, Belonging>, name: string, belonging: Belonging | undefined): void {
  const run = runOf(name);
  if (run !== undefined && belonging !== undefined) {
    owners.set(run.toLowerCase(), belonging);
  }
}

function runOf(name: string): string | undefined {
  return runIdIn(name) ?? runIdInRepository(name);
}
