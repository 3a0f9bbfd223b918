/** A line without its newline, or a part of one that is too long to be kept as a whole. */
export interface LinePiece {
  readonly text: string;
  /** Of the line, from 1. */
  readonly number: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** As many characters of a line as come at once: more than any event of CloudWatch has, less than a list of them in one line. */
const longestPiece = 2 ** 20;

/** Splits a text that comes in chunks into lines; memory does not grow with their length. */
export class LinePieces {
  #rest = "";
  #number = 1;
  #isFirst = true;

  /** Lines so far, one that is under way included. */
  get lineCount(): number {
    return this.#number - (this.#rest === "" && this.#isFirst ? 1 : 0);
  }

  push(chunk: string): LinePiece[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    const pieces = lines.map((text) => this.#piece(text, true));
    if (this.#rest.length > longestPiece) {
      pieces.push(this.#piece(this.#rest, false));
      this.#rest = "";
    }
    return pieces;
  }

  /** The last line, where it does not end with a newline. */
  end(): LinePiece[] {
    const text = this.#rest;
    this.#rest = "";
    return text === "" && this.#isFirst ? [] : [this.#piece(text, true)];
  }

  #piece(text: string, isLast: boolean): LinePiece {
    const piece = { text, number: this.#number, isFirst: this.#isFirst, isLast };
    this.#number += isLast ? 1 : 0;
    this.#isFirst = isLast;
    return piece;
  }
}
