import { CsvLog, headerOf } from "./csv-log.ts";
import { JsonSection } from "./json-section.ts";
import type { LinePiece } from "./line-pieces.ts";
import { type LogItem, type LogPlace, unknownItem } from "./log-item.ts";
import { firstTime, isTimeAlone } from "./log-time.ts";
import { itemsOfJson, parsedJson } from "./read-json.ts";
import { itemsOfText } from "./read-text.ts";
import { splitJson } from "./split-prefix.ts";

/** As many characters of a line of text as are looked at. */
const longestText = 64 * 2 ** 10;

/**
 * A line of a time and a name alone, as `aws logs tail --format json` writes it above each event, or of a time alone, as what
 * is copied from CloudWatch's console has it.
 */
interface Heading extends LogPlace {
  readonly text: string;
  readonly isTime: boolean;
}

/**
 * Reads one file of a log, whatever its form, line by line: text, with or without a time and names before each line; JSON,
 * one value a line or one over many lines; CSV with a header. Forms may change from line to line, as a function's own output does,
 * but for CSV. Everything that stands there is given to `take`; memory does not grow with the file.
 */
export class LogReader {
  readonly #take: (item: LogItem) => void;
  #csv: CsvLog | undefined;
  #json: JsonSection | undefined;
  #heading: Heading | undefined;
  #isBeginning = true;

  constructor(take: (item: LogItem) => void) {
    this.#take = take;
  }

  /** Takes the next line, or the next piece of one. */
  push(piece: LinePiece): void {
    const line = { ...piece, text: piece.text.replace(/\r$/, "") };
    if (this.#json !== undefined) {
      this.#goOn(this.#json, line);
    } else if (line.isFirst && line.text.trim() !== "") {
      this.#begin(line);
    }
  }

  /** The file has ended, with this many lines. */
  end(lineCount: number): void {
    this.#dropHeading();
    this.#json?.endAt(lineCount);
    this.#csv?.end(lineCount);
  }

  #begin(line: LinePiece): void {
    const header = this.#isBeginning ? headerOf(line.text.slice(0, longestText)) : undefined;
    this.#isBeginning = false;
    if (header !== undefined) {
      this.#csv = new CsvLog(header, this.#take);
    } else if (this.#csv !== undefined) {
      this.#csv.line(line.text, line.number);
    } else {
      this.#line(line);
    }
  }

  #line(line: LinePiece): void {
    const { text, number } = line;
    if (/^\s*[{[]/.test(text)) {
      const time = this.#heading?.time;
      this.#heading = undefined;
      this.#beginJson(line, { line: number, time });
      return;
    }
    const heading = headingOf(line);
    const above = heading === undefined && this.#heading?.isTime ? this.#heading.time : undefined;
    if (above === undefined) {
      this.#dropHeading();
    }
    this.#heading = heading;
    if (heading === undefined) {
      this.#text(line, above);
    }
  }

  /** `above` is the time in the line above. */
  #text({ text, number, isLast }: LinePiece, above?: string): void {
    const split = isLast ? splitJson(text) : undefined;
    const time = (split && firstTime(split.prefix)) ?? above;
    const items = split && itemsOfJson(parsedJson(split.rest), { line: number, time });
    this.#takeAll(items ?? itemsOfText(text.slice(0, longestText), { line: number, time: above }));
  }

  #beginJson(line: LinePiece, place: LogPlace): void {
    const value = line.isLast ? parsedJson(line.text) : undefined;
    if (value !== undefined) {
      this.#takeAll(itemsOfJson(value, place) ?? [unknownItem(line.text, place)]);
      return;
    }
    this.#goOn(new JsonSection({ ...place, text: line.text.slice(0, longestText) }, this.#take), line);
  }

  #goOn(section: JsonSection, line: LinePiece): void {
    const progress = section.push(line);
    this.#json = progress.kind === "goes on" ? section : undefined;
    if (progress.kind === "ended" && progress.behind !== "") {
      this.#line({ ...line, text: progress.behind });
    } else if (progress.kind === "no JSON") {
      this.#readAgain(section, line);
    }
  }

  /** The line that began what is no JSON is text, one after it may be anything; of a part of a line nothing more is to be had. */
  #readAgain(section: JsonSection, line: LinePiece): void {
    if (!line.isFirst) {
      this.#take(unknownItem(line.text, { line: line.number }));
    } else if (section.line === line.number) {
      this.#text(line);
    } else {
      this.#line(line);
    }
  }

  #dropHeading(): void {
    if (this.#heading !== undefined) {
      this.#take(unknownItem(this.#heading.text, this.#heading));
      this.#heading = undefined;
    }
  }

  #takeAll(items: readonly LogItem[]): void {
    for (const item of items) {
      this.#take(item);
    }
  }
}

function headingOf({ text, number }: LinePiece): Heading | undefined {
  const isTime = isTimeAlone(text);
  const time = isTime || /^\S+ \S+$/.test(text) ? firstTime(text.slice(0, longestText)) : undefined;
  return time === undefined ? undefined : { line: number, time, text, isTime };
}
