import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { messageOf, type Problem } from "../shared/errors.ts";

/** Where something stands in a document: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** A parsed YAML or JSON text in which every value knows its place. */
export interface ScenarioDocument {
  /** The content as plain values. */
  readonly value: unknown;
  /** Offset of a value; of the nearest thing around it when it is not there. */
  valueOffset(path: Path): number;
  /** Offset of the key that leads to a value. */
  keyOffset(path: Path): number;
  /** `file:line:column path` for an offset. */
  place(offset: number, path: Path): string;
}

/** What reading a text gave: a document where it could be read, and what is wrong with it. */
export interface ReadDocument {
  readonly document?: ScenarioDocument | undefined;
  readonly problems: readonly Problem[];
}

/** Reads YAML; JSON is part of it. `file` is how people know the file. Never throws. */
export function readDocument(source: string, file: string): ReadDocument {
  const lines = new LineCounter();
  const parsed = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number, path: Path): string => {
    const { line, col } = lines.linePos(offset);
    const at = `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
    return path.length === 0 ? at : `${at} ${formatPath(path)}`;
  };
  const problems = [...syntaxProblems(parsed, source, placeOf), ...aliasProblems(parsed, placeOf)];
  if (problems.some((problem) => problem.fatal)) {
    return { problems };
  }
  try {
    return { document: documentOf(parsed, placeOf), problems };
  } catch (error) {
    return {
      problems: [...problems, { place: placeOf(0, []), message: `expected YAML, got: ${messageOf(error)}` }],
    };
  }
}

/** `matrix.memory[0]`. */
function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}

type Place = (offset: number, path: Path) => string;

interface SyntaxProblem extends Problem {
  /** True when the values cannot be trusted any more. */
  readonly fatal: boolean;
}

function syntaxProblems(parsed: Document.Parsed, source: string, place: Place): readonly SyntaxProblem[] {
  return [...parsed.errors, ...parsed.warnings].map((error) => {
    const [start] = error.pos;
    if (error.code === "DUPLICATE_KEY") {
      const key = /^["']?([^"':\s]+)/.exec(source.slice(start))?.[1] ?? "";
      return { place: place(start, []), message: `expected each key once, got "${key}" again`, fatal: false };
    }
    return {
      place: place(start, []),
      message: `expected YAML, got: ${withoutSource(error.message)}`,
      fatal: true,
    };
  });
}

/** The parser quotes the text that it stumbled over; that text may be a secret. */
function withoutSource(message: string): string {
  return message.replace(/: ".*$/s, "");
}

function aliasProblems(parsed: Document.Parsed, place: Place): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  visit(parsed, {
    Alias(_key, alias) {
      if (alias.resolve(parsed) === undefined) {
        const message = `expected an anchor &${alias.source} before it, got *${alias.source}`;
        problems.push({ place: place(alias.range?.[0] ?? 0, []), message, fatal: true });
      }
    },
  });
  return problems;
}

function documentOf(parsed: Document.Parsed, place: Place): ScenarioDocument {
  return {
    value: parsed.toJS(),
    valueOffset: (path) => locate(parsed, path).value,
    keyOffset: (path) => locate(parsed, path).key,
    place,
  };
}

/** Follows a path as far as it goes. */
function locate(parsed: Document.Parsed, path: Path): { readonly key: number; readonly value: number } {
  let node: Node | null = parsed.contents;
  let key = offsetOf(node, 0);
  let value = key;
  for (const step of path) {
    const found = childOf(parsed, node, step);
    if (found === undefined) {
      return { key: value, value };
    }
    key = offsetOf(found.key, value);
    value = offsetOf(found.value, key);
    node = found.value;
  }
  return { key, value };
}

function childOf(
  parsed: Document.Parsed,
  parent: Node | null,
  step: string | number,
): { readonly key: Node | null; readonly value: Node | null } | undefined {
  const node = isAlias(parent) ? parent.resolve(parsed) : parent;
  if (isSeq<Node>(node) && typeof step === "number") {
    const item = node.items[step];
    return item === undefined ? undefined : { key: item, value: item };
  }
  if (!isMap<Node, Node | null>(node)) {
    return undefined;
  }
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function offsetOf(node: Node | null, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}
