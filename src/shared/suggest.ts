import { distance } from "fastest-levenshtein";

/** `did you mean "x"?` for the nearest allowed word, or undefined when none is near. */
export function suggest(word: string, allowed: readonly string[]): string | undefined {
  const near = nearest(word, allowed);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

function nearest(word: string, allowed: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of allowed) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found <= limit && (best === undefined || found < best.distance)) {
      best = { word: candidate, distance: found };
    }
  }
  return best?.word;
}
