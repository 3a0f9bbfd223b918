import { JsonToken, NoJsonError } from "./json-token.ts";

/** An array or object that has begun and not ended. */
interface Open {
  readonly value: unknown[] | Record<string, unknown>;
  /** Line of the file in which it begins. */
  readonly line: number;
  /** How many values were kept before it. */
  readonly keptBefore: number;
  /** Of an object: the name whose value comes next. */
  key?: string | undefined;
}

type Expected = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end";

const values: readonly Expected[] = ["value", "value or end"];
const texts: readonly Expected[] = [...values, "key", "key or end"];

/** As deep as anything in a log export, and some more. */
const deepest = 64;
/** Values that nobody takes, after which it is no log export. */
const mostKept = 200_000;

/**
 * Reads one array or object of JSON as it comes, piece by piece. Every array or object that is an element of a list is offered
 * as soon as it has ended; one that is taken is not kept, so that a long list of log events needs the memory of one.
 */
export class JsonStream {
  readonly #take: (element: unknown, line: number) => boolean;
  readonly #open: Open[] = [];
  #expected: Expected = "value";
  #token: JsonToken | undefined;
  #line = 0;
  #kept = 0;
  #value: unknown;

  /** `take` says whether it has taken an element, which begins in that line. */
  constructor(take: (element: unknown, line: number) => boolean) {
    this.#take = take;
  }

  /** What nobody took, once the whole has ended. */
  get value(): unknown {
    return this.#value;
  }

  /** Reads on in this line. Returns where in the text the value ended; undefined where it goes on. @throws NoJsonError. */
  push(text: string, line: number): number | undefined {
    this.#line = line;
    for (let at = 0; at < text.length; ) {
      at = this.#token === undefined ? this.#step(text, at) : this.#goOn(this.#token, text, at);
      if (this.#value !== undefined) {
        return at;
      }
    }
    return undefined;
  }

  /** Reads one sign, or a token from its first on. Returns where to read on. */
  #step(text: string, at: number): number {
    const sign = text[at] ?? "";
    if (" \n\r\t".includes(sign)) {
      return at + 1;
    }
    if (/["\w-]/.test(sign)) {
      this.#expect(sign === '"' ? texts : values);
      this.#token = new JsonToken(sign);
      return this.#goOn(this.#token, text, at + 1);
    }
    this.#punctuation(sign);
    return at + 1;
  }

  #goOn(token: JsonToken, text: string, at: number): number {
    const end = token.push(text, at);
    if (end !== undefined) {
      this.#token = undefined;
      this.#tokenEnded(token.value());
    }
    return end ?? text.length;
  }

  #tokenEnded(value: unknown): void {
    const open = this.#open.at(-1);
    if (open !== undefined && (this.#expected === "key" || this.#expected === "key or end")) {
      open.key = String(value);
      this.#expected = "colon";
    } else {
      this.#put(value);
    }
  }

  #punctuation(sign: string): void {
    if (sign === "{") {
      this.#begin(Object.create(null), "key or end");
    } else if (sign === "[") {
      this.#begin([], "value or end");
    } else if (sign === "}") {
      this.#expect(["comma or end", "key or end"]);
      this.#end(false);
    } else if (sign === "]") {
      this.#expect(["comma or end", "value or end"]);
      this.#end(true);
    } else if (sign === ":") {
      this.#expect(["colon"]);
      this.#expected = "value";
    } else if (sign === ",") {
      this.#expect(["comma or end"]);
      this.#expected = Array.isArray(this.#open.at(-1)?.value) ? "value" : "key";
    } else {
      throw new NoJsonError("a sign that JSON does not have");
    }
  }

  #begin(value: Open["value"], expected: Expected): void {
    this.#expect(values);
    if (this.#open.length === deepest) {
      throw new NoJsonError("too deep");
    }
    this.#open.push({ value, line: this.#line, keptBefore: this.#kept });
    this.#expected = expected;
  }

  #end(isArray: boolean): void {
    const ended = this.#open.pop();
    const outer = this.#open.at(-1);
    if (ended === undefined || Array.isArray(ended.value) !== isArray) {
      throw new NoJsonError("an end of something else");
    }
    this.#expected = "comma or end";
    if (outer === undefined) {
      this.#value = ended.value;
    } else if (Array.isArray(outer.value) && this.#take(ended.value, ended.line)) {
      this.#kept = ended.keptBefore;
    } else {
      this.#put(ended.value);
    }
  }

  #put(value: unknown): void {
    const open = this.#open.at(-1);
    if (open === undefined || ++this.#kept > mostKept) {
      throw new NoJsonError("no list of log events");
    }
    this.#expected = "comma or end";
    if (Array.isArray(open.value)) {
      open.value.push(value);
    } else {
      open.value[open.key ?? ""] = value;
    }
  }

  #expect(allowed: readonly Expected[]): void {
    if (!allowed.includes(this.#expected)) {
      throw new NoJsonError("another sign than JSON has here");
    }
  }
}
