/** A record of CSV, and the line of the file in which it begins. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
  readonly lines: number;
}

/** As many characters as a record may have: beyond, a quote is missing somewhere, and its first line stands for itself. */
const longestRecord = 4 * 2 ** 20;

/** Puts lines together to records: a quoted cell may hold newlines (RFC 4180). */
export class CsvRecords {
  #text = "";
  #line = 0;
  #quotes = 0;

  /** Takes a line, without its newline. Returns the record that ends with it, if one does. */
  push(text: string, line: number): CsvRecord | undefined {
    const begins = this.#quotes % 2 === 0;
    this.#line = begins ? line : this.#line;
    this.#text = begins ? text : `${this.#text}\n${text}`;
    this.#quotes = (begins ? 0 : this.#quotes) + countOf('"', text);
    return this.#quotes % 2 === 0 || this.#text.length > longestRecord ? this.end(line) : undefined;
  }

  /** The record that was under way, with what there is of it; undefined where none was. */
  end(line: number): CsvRecord | undefined {
    const text = this.#text;
    this.#text = "";
    this.#quotes = 0;
    return text.trim() === ""
      ? undefined
      : { cells: cellsOf(text), line: this.#line, lines: line - this.#line + 1 };
  }
}

function countOf(sign: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
    count++;
  }
  return count;
}

/** The cells of a whole record; doubled quotes in a quoted one are single. */
export function cellsOf(record: string): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at <= record.length; ) {
    const end = endOfCell(record, at);
    const cell = record.slice(at, end);
    cells.push(cell.startsWith('"') ? cell.replace(/^"|"$/g, "").replaceAll('""', '"') : cell);
    at = end + 1;
  }
  return cells;
}

function endOfCell(record: string, from: number): number {
  let at = from;
  if (record[at] === '"') {
    at++;
    while (at < record.length && (record[at] !== '"' || record[at + 1] === '"')) {
      at += record[at] === '"' ? 2 : 1;
    }
  }
  const comma = record.indexOf(",", at);
  return comma === -1 ? record.length : comma;
}
