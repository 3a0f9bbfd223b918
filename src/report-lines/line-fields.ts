import { LeftFields } from "./left-fields.ts";

/**
 * Words with a capital letter, one space between two, and a colon. A name begins after white space, or right behind a
 * unit, as some logs lose the separator (`38.38 msBilled Duration: 39 ms`).
 */
const fieldName = /(?<=^|\s|\d ?ms|\d ?MB)(?!MB)([A-Z]\w*(?: [A-Z]\w*){0,4}):(?=\s|$)/g;

/** The fields of one of the platform's lines: `Init Duration` and `527.24 ms`. */
export class LineFields extends LeftFields<string> {
  /** In the order of the line. */
  readonly names: readonly string[];

  /**
   * `text` is the line without the word that it begins with. Between two fields stands a tab, spaces or nothing;
   * `Duration` is not found in `Billed Duration`, as names are read whole. Of a name that occurs twice the first counts.
   */
  constructor(text: string) {
    const fields = fieldsOf(text);
    const first = new Map(fields.toReversed());
    super([...first].reverse());
    this.names = fields.map(([name]) => name);
  }

  /** The text of a field; undefined where there is none, or an empty one. */
  takeText(name: string): string | undefined {
    return this.take(name, (text) => (text === "" ? undefined : text));
  }

  /** The first word of a field: what an export has put behind a line does not belong to it. */
  takeWord(name: string): string | undefined {
    return this.take(name, (text) => /^\S+/.exec(text)?.[0]);
  }

  /** `527.24 ms` in milliseconds, `128 MB` in MB. */
  takeQuantity(name: string, unit: "ms" | "MB"): number | undefined {
    return this.take(name, (text) => parseQuantity(text, unit));
  }
}

function fieldsOf(text: string): readonly (readonly [name: string, value: string])[] {
  const names = [...text.matchAll(fieldName)];
  return names.map((match, index) => {
    const value = text.slice(match.index + match[0].length, names[index + 1]?.index);
    return [match[1] ?? "", value.trim()];
  });
}

function parseQuantity(text: string, unit: "ms" | "MB"): number | undefined {
  const [, digits, found] = /^(\d{1,15}(?:\.\d{1,15})?)\s*(ms|MB)(?!\w)/.exec(text) ?? [];
  return found === unit ? Number(digits) : undefined;
}
