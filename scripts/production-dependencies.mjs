import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * The production dependencies of a package folder, found where Node.js would find them (npm may have hoisted them to
 * the root or nested them below each other), each with its place in a node_modules of the folder's own.
 * A name goes to the top; where the top holds another version it goes below the package that asked for it.
 *
 * @returns {Promise<{ name: string, version: string, from: string, to: string }[]>} `from` is absolute, `to` relative.
 */
export async function layOutDependencies(folder) {
  const placed = new Map();
  const open = [{ from: folder, to: "" }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const dependency of await dependenciesOf(next.from)) {
      const found = placedFor(placed, next.to, dependency.name);
      if (found?.from === dependency.from) {
        continue;
      }
      const parent = found === undefined ? "" : next.to;
      const entry = { ...dependency, to: join(parent, "node_modules", dependency.name) };
      placed.set(entry.to, entry);
      open.push(entry);
    }
  }
  return [...placed.values()];
}

/** What a package at `to` would load under this name: its own node_modules first, then those above. */
function placedFor(placed, to, name) {
  for (let place = to; ; place = dirname(place)) {
    const found = placed.get(join(place, "node_modules", name));
    if (found !== undefined || place === "" || place === ".") {
      return found;
    }
  }
}

async function dependenciesOf(folder) {
  const manifest = await readManifest(folder);
  const found = await Promise.all(
    requestedBy(manifest).map(({ name, optional }) => locate(folder, name, optional)),
  );
  return found.filter((dependency) => dependency !== undefined);
}

/** Optional peers are left out: npm does not install them for this package, somebody else may have for another. */
function requestedBy({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  const optional = new Set(Object.keys(optionalDependencies ?? {}));
  const names = new Set([...peers, ...Object.keys(dependencies ?? {}), ...optional]);
  return [...names].sort().map((name) => ({ name, optional: optional.has(name) }));
}

/** Walks up from the folder, as Node.js does. An optional one may be missing. */
async function locate(folder, name, optional) {
  for (let place = folder; ; place = dirname(place)) {
    const from = join(place, "node_modules", name);
    const manifest = await readManifest(from).catch(() => undefined);
    if (manifest !== undefined) {
      return { name, version: manifest.version, from };
    }
    if (place === dirname(place)) {
      break;
    }
  }
  if (!optional) {
    throw new Error(
      `${relative(process.cwd(), folder)}: expected ${name} in node_modules\n  run npm ci first`,
    );
  }
  return undefined;
}

async function readManifest(folder) {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}
