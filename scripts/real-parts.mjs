// Fetches and builds the real parts that tests run with, each kept in the cache folder under a digest of what it is
// made of: a second run finds them and does nothing. Says a line a part: built, cached, or why it cannot be had.
//
//   node scripts/real-parts.mjs            builds what is missing; exit 1 under THAW_REQUIRE_ALL if a part cannot be had
//   node scripts/real-parts.mjs --list     builds nothing; JSON: name → { path } or { reason }
import { join } from "node:path";
import { lanes } from "./real-parts/lanes.mjs";
import { findPart, makePart, removeInterrupted } from "./real-parts/store.mjs";

if (process.argv.includes("--list")) {
  process.stdout.write(`${JSON.stringify(await listParts())}\n`);
} else {
  await removeInterrupted();
  const missing = (await Promise.all(lanes.map(makeInOrder))).flat();
  process.exitCode = missing.length > 0 && process.env.THAW_REQUIRE_ALL ? 1 : 0;
}

/** Every name of every recipe, with its path or the reason why there is none. */
async function listParts() {
  const entries = await Promise.all(lanes.flat().map(pathsOf));
  return Object.fromEntries(entries.flat());
}

async function pathsOf(recipe) {
  const found = await findPart(recipe);
  return Object.entries(recipe.parts).map(([name, path]) => [
    name,
    found.folder === undefined ? { reason: found.reason } : { path: join(found.folder, path) },
  ]);
}

/** One after the other, since a part may need one before it. Returns the recipes that failed. */
async function makeInOrder(recipes) {
  const missing = [];
  for (const recipe of recipes) {
    const outcome = await makePart(recipe);
    process.stderr.write(`${recipe.name}: ${describe(outcome)}\n`);
    if (outcome.kind === "cannot") {
      missing.push(recipe);
    }
  }
  return missing;
}

function describe(outcome) {
  switch (outcome.kind) {
    case "cached":
      return "cached";
    case "built":
      return `built in ${(outcome.tookMs / 1000).toFixed(1)} s`;
    default:
      return `cannot: ${outcome.reason}`;
  }
}
