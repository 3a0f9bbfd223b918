import { pieceEnd } from "./utf8-pieces.ts";

/**
 * The longest line that is delivered whole, in bytes: a CloudWatch log event of 256 KB less the 26 bytes that CloudWatch
 * counts for each event. A longer one comes in pieces, as it does in CloudWatch.
 */
export const maxLogLineBytes = 262_144 - 26;

const newline = 0x0a;
const carriageReturn = "\r";

/**
 * Turns what a process writes to stdout or stderr into lines, one for each `function` or `extension` event. Lines end with
 * a newline, or with one after a carriage return; both are taken off. Invalid UTF-8 becomes replacement characters. How the
 * bytes were cut into chunks does not matter.
 */
export class LogLines {
  readonly #take: (line: string) => void;
  readonly #limitBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** The line's beginning was already given out. */
  #begun = false;

  constructor(take: (line: string) => void, limitBytes = maxLogLineBytes) {
    this.#take = take;
    this.#limitBytes = limitBytes;
  }

  /** Bytes, as they came. The buffer is kept until its last line is whole. */
  write(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#append(chunk.subarray(start, end));
      this.#endLine();
      start = end + 1;
    }
    this.#append(chunk.subarray(start));
  }

  /** The stream is at its end: a last line without a newline is given out. */
  end(): void {
    if (this.#bytes > 0) {
      this.#endLine();
    }
  }

  #append(bytes: Buffer): void {
    if (bytes.byteLength > 0) {
      this.#chunks.push(bytes);
      this.#bytes += bytes.byteLength;
    }
    if (this.#bytes > this.#limitBytes) {
      this.#cut();
    }
  }

  #cut(): void {
    let rest = Buffer.concat(this.#chunks);
    while (rest.byteLength > this.#limitBytes) {
      const end = pieceEnd(rest, this.#limitBytes);
      this.#take(rest.toString("utf8", 0, end));
      rest = rest.subarray(end);
    }
    this.#begun = true;
    this.#chunks = [rest];
    this.#bytes = rest.byteLength;
  }

  #endLine(): void {
    const text = Buffer.concat(this.#chunks).toString("utf8");
    const line = text.endsWith(carriageReturn) ? text.slice(0, -1) : text;
    if (line !== "" || !this.#begun) {
      this.#take(line);
    }
    this.#chunks = [];
    this.#bytes = 0;
    this.#begun = false;
  }
}
