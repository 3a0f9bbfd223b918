import { failure } from "./failure.mjs";
import { recipes } from "./recipes.mjs";

/** The recipes that were asked for, all of them where none was. @throws Error when there is none of that name. */
export function chosen(identifiers) {
  const known = recipes.map(({ identifier }) => identifier);
  const unknown = identifiers.filter((identifier) => !known.includes(identifier));
  if (unknown.length > 0) {
    const hints = unknown.map(hintFor).filter((hint) => hint !== undefined);
    const lines = [`expected some of ${known.join(", ")}; got ${unknown.join(", ")}`, ...new Set(hints)];
    throw failure(2, lines.join("\n  "));
  }
  return recipes.filter(({ identifier }) => identifiers.length === 0 || identifiers.includes(identifier));
}

/** What there is of the same language: another version's image is used by name only. */
function hintFor(identifier) {
  const same = recipes.find((recipe) => language(recipe.identifier) === language(identifier));
  if (same === undefined) {
    return undefined;
  }
  return `local base images have what Debian or npm has: ${same.identifier} can be built, and thaw run --image ${identifier}=${same.tag} runs ${identifier} on it`;
}

function language(identifier) {
  return /^[a-z]+/.exec(identifier)?.[0];
}
