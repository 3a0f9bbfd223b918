import { tagKeys } from "./names.ts";

/** Whose something is, and until when it may stand. */
export interface Belonging {
  /** As the target was given it. */
  readonly owner: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly expiry: string;
}

/** How long what was made may stand when nobody removes it and nothing else is said, in milliseconds: a day, longer than any run. */
export const usualLifeMs = 24 * 3_600_000;

/** So that all of it has room in the 256 characters of a layer's description. */
const longestOwner = 120;

/** The owner of what `thaw deploy` made: no process, as it is to outlive all of them. */
export const keptOwner = "kept";

/** The tags that say so. AWS allows letters, digits, spaces and `+-=._:/@` in them. */
export function tagsOf({ owner, runId, expiry }: Belonging): Readonly<Record<string, string>> {
  return {
    [tagKeys.owner]: encoded(owner).slice(0, longestOwner),
    [tagKeys.run]: encoded(runId),
    [tagKeys.expiry]: expiry,
  };
}

/** What tags say; undefined where they are not thaw's. */
export function belongingIn(tags: Readonly<Record<string, string>>): Belonging | undefined {
  const runId = tags[tagKeys.run];
  const expiry = tags[tagKeys.expiry];
  return runId === undefined || expiry === undefined
    ? undefined
    : { owner: decoded(tags[tagKeys.owner] ?? ""), runId: decoded(runId), expiry };
}

/** The same in one line, for what has no tags. */
export function noteOf(belonging: Belonging): string {
  return Object.entries(tagsOf(belonging))
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}

/** What such a line says; undefined for any other. */
export function belongingInNote(note: string): Belonging | undefined {
  const fields = note.split(" ").map((field) => {
    const at = field.indexOf("=");
    return [field.slice(0, at), field.slice(at + 1)] as const;
  });
  return belongingIn(Object.fromEntries(fields));
}

/** What else there is of a text as `=7C`, as in quoted-printable. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%3A", ":")
    .replaceAll("%40", "@")
    .replaceAll("~", "%7E")
    .replaceAll("%", "=");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("=", "%"));
  } catch {
    return text;
  }
}
