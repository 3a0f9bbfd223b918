/** The text is no JSON, or goes beyond what a log export has. */
export class NoJsonError extends Error {}

/** As many characters as a text or number may have: some times the largest event of CloudWatch. */
const longest = 8 * 2 ** 20;

/** A text, a number, or one of the words true, false and null, as it comes piece by piece. */
export class JsonToken {
  readonly isText: boolean;
  #read = "";
  #isEscaped = false;

  constructor(firstSign: string) {
    this.isText = firstSign === '"';
    this.#read = firstSign;
  }

  /** Reads on from `at`. Returns where it ended, undefined where it goes on in the next piece. @throws NoJsonError. */
  push(text: string, at: number): number | undefined {
    const end = this.isText ? this.#endOfText(text, at) : endOfWord(text, at);
    this.#read += text.slice(at, end);
    if (this.#read.length > longest) {
      throw new NoJsonError("a text that is too long");
    }
    return end;
  }

  /** @throws NoJsonError where what was read is none of JSON. */
  value(): unknown {
    try {
      return JSON.parse(this.#read);
    } catch (error) {
      throw new NoJsonError("no text, number or word of JSON", { cause: error });
    }
  }

  #endOfText(text: string, from: number): number | undefined {
    for (let at = from; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      if (sign === newline) {
        throw new NoJsonError("a text that a line ends in");
      }
      if (this.#isEscaped) {
        this.#isEscaped = false;
      } else if (sign === quote) {
        return at + 1;
      } else {
        this.#isEscaped = sign === backslash;
      }
    }
    return undefined;
  }
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;

function endOfWord(text: string, from: number): number | undefined {
  const length = text.slice(from).search(/[^-+.\w]/);
  return length === -1 ? undefined : from + length;
}
