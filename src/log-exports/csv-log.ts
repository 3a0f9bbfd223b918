import { type CsvRecord, CsvRecords, cellsOf } from "./csv-records.ts";
import { type LogItem, unknownItem } from "./log-item.ts";
import { itemsOfRecord } from "./read-json.ts";

/** Columns by which a table is known as one of a log. */
const telling = ["message", "@message", "@duration"];

/** The columns of a CSV file's header, in lower case but for Insights' own; undefined where the line is no such header. */
export function headerOf(line: string): readonly string[] | undefined {
  const names = cellsOf(line.trim()).map((cell) => (cell.startsWith("@") ? cell : cell.toLowerCase()));
  return telling.some((name) => names.includes(name)) ? names : undefined;
}

/** The rows of a CSV file behind its header: of CloudWatch's console (`timestamp,message`), or of an Insights query. */
export class CsvLog {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #take: (item: LogItem) => void;
  readonly #records = new CsvRecords();

  constructor(header: readonly string[], take: (item: LogItem) => void) {
    this.#columns = new Map(header.map((name, index) => [name, index]));
    this.#take = take;
  }

  line(text: string, number: number): void {
    this.#record(this.#records.push(text, number));
  }

  end(lastLine: number): void {
    this.#record(this.#records.end(lastLine));
  }

  #record(record: CsvRecord | undefined): void {
    if (record === undefined) {
      return;
    }
    const { cells, line, lines } = record;
    const items = itemsOfRecord((name) => nonEmpty(cells[this.#columns.get(name) ?? -1]), { line });
    for (const item of items ?? [unknownItem(cells.join(","), { line }, lines)]) {
      this.#take(item);
    }
  }
}

function nonEmpty(cell: string | undefined): string | undefined {
  return cell === "" ? undefined : cell;
}
