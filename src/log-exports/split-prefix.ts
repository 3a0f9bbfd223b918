/** A line in two: what the export put before the platform's line, and that line. */
export interface PrefixedLine {
  readonly prefix: string;
  readonly rest: string;
}

/** As long as times, groups and streams of logs come. */
const longestPrefix = 800;

const platformLine =
  /(?<![\w.])(?:REPORT|START|END)\s+RequestId:|(?<![\w.])(?:INIT|RESTORE)_(?:START|REPORT)\s|(?<![\w.])(?:EXTENSION|TELEMETRY|LOGS)\s+Name:|(?<![\w.])XRAY\s+TraceId:|(?<![\w.])RequestId:\s/;
const timedOut = " Task timed out after ";

/**
 * Finds a line of the platform behind what exports put before it: times, names of groups and streams, quotes, brackets, keys.
 * Undefined where there is none, or where words stand before it: a function that quotes such a line in its own log.
 */
export function splitPrefix(text: string): PrefixedLine | undefined {
  const start = startOfTimeout(text) ?? platformLine.exec(text.slice(0, longestPrefix + 40))?.index;
  return start !== undefined && isPrefix(text.slice(0, start))
    ? { prefix: text.slice(0, start), rest: text.slice(start) }
    : undefined;
}

/** What stands before an object of JSON: the whole line where it begins with one. Undefined where words do. */
export function splitJson(text: string): PrefixedLine | undefined {
  const start = text.indexOf("{");
  return start !== -1 && start <= longestPrefix && isPrefix(text.slice(0, start))
    ? { prefix: text.slice(0, start), rest: text.slice(start) }
    : undefined;
}

/** The identifier stands before the words. */
function startOfTimeout(text: string): number | undefined {
  const words = text.slice(0, 2 * longestPrefix).indexOf(timedOut);
  const id = /(?<=^|\s)[\w-]*-[\w-]*$/.exec(text.slice(Math.max(0, words - 100), Math.max(0, words)))?.[0];
  return id === undefined ? undefined : words - id.length;
}

/** A key such as `message:`, or anything with a digit, a sign or in capitals; no word of prose. */
function isPrefix(text: string): boolean {
  return text
    .split(/\s+/)
    .every((token) => token === "message:" || !/^[A-Za-z]*[a-z][A-Za-z]*[.,;:!?]?$/.test(token));
}
