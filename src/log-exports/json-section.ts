import { JsonStream } from "./json-stream.ts";
import { NoJsonError } from "./json-token.ts";
import type { LinePiece } from "./line-pieces.ts";
import { type LogItem, type LogPlace, unknownItem } from "./log-item.ts";
import { itemsOfJson } from "./read-json.ts";

/** How a piece of a line went on with a JSON value: it goes on, it has ended (and what stands behind it), or it was none. */
export type Progress =
  | { readonly kind: "goes on" }
  | { readonly kind: "ended"; readonly behind: string }
  | { readonly kind: "no JSON" };

/** A JSON value that takes several lines, or pieces of one: a list of log events, most often. */
export class JsonSection {
  readonly #take: (item: LogItem) => void;
  readonly #begin: LogPlace & { readonly text: string };
  readonly #stream: JsonStream;
  #isLog = false;

  /** `begin` is where it begins, with what stands there. */
  constructor(begin: LogPlace & { readonly text: string }, take: (item: LogItem) => void) {
    this.#begin = begin;
    this.#take = take;
    this.#stream = new JsonStream((element, line) =>
      this.#takeAll(itemsOfJson(element, { line, time: begin.time })),
    );
  }

  /** Line of the file in which it begins. */
  get line(): number {
    return this.#begin.line;
  }

  push({ text, number, isLast }: LinePiece): Progress {
    try {
      const end = this.#stream.push(isLast ? `${text}\n` : text, number);
      if (end === undefined) {
        return { kind: "goes on" };
      }
      if (!this.#takeAll(itemsOfJson(this.#stream.value, this.#begin)) && !this.#isLog) {
        if (number === this.line) {
          return { kind: "no JSON" }; // `[1] connected`
        }
        this.endAt(number);
      }
      return { kind: "ended", behind: text.slice(end).trim() };
    } catch (error) {
      if (!(error instanceof NoJsonError)) {
        throw error;
      }
      if (number > this.line) {
        this.endAt(number - 1);
      }
      return { kind: "no JSON" };
    }
  }

  /** What there was of it up to this line is nothing of a log, or is not whole. */
  endAt(lastLine: number): void {
    const { text, line } = this.#begin;
    this.#take(
      this.#isLog
        ? unknownItem(`JSON that is cut off or damaged behind line ${lastLine}: ${text}`, this.#begin)
        : unknownItem(text, this.#begin, lastLine - line + 1),
    );
  }

  #takeAll(items: readonly LogItem[] | undefined): boolean {
    this.#isLog ||= items !== undefined;
    for (const item of items ?? []) {
      this.#take(item);
    }
    return items !== undefined;
  }
}
