import { parseDurationMs, parsePercent } from "../shared/units.ts";
import type { Bound, Figure } from "./budget.ts";

/** `800ms`, `120MB`, `$3` or `+5%`, by what is bounded; undefined for anything else. */
export function parseLimit({ figure }: Figure, text: string): Bound | undefined {
  const share = text.startsWith("+") ? parsePercent(text.slice(1)) : undefined;
  if (share !== undefined) {
    return Number.isFinite(share) ? { kind: "relative", share } : undefined;
  }
  const value = units[figure].parse(text);
  return value === undefined || !Number.isFinite(value) ? undefined : { kind: "absolute", value };
}

/** What a limit of such a figure looks like. */
export function describeLimit({ figure }: Figure): string {
  return `${units[figure].described}, or by how much it may exceed the baseline, such as +5%`;
}

/** The limit that was probably meant. */
export function nearLimit(figure: Figure, text: string): string | undefined {
  const bare = text.replaceAll(/\s/g, "");
  const spellings = [
    bare,
    bare.toUpperCase(),
    bare.toLowerCase(),
    bare.replace(/i(?=B$)/i, ""),
    `+${bare}`,
    `$${bare}`,
  ];
  const near = spellings.find((spelling) => parseLimit(figure, spelling) !== undefined);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

interface Unit {
  readonly described: string;
  parse(text: string): number | undefined;
}

const units: Readonly<Record<Figure["figure"], Unit>> = {
  percentile: { described: "a duration such as 800ms or 1.5s", parse: parseDurationMs },
  maxMemory: { described: "a size such as 120MB", parse: parseMb },
  packageSize: { described: "a size such as 512KB or 5MB", parse: parseBytes },
  costPerMillion: { described: "an amount such as $3 or $0.20", parse: parseDollars },
};

/** As Lambda counts: a KB is 2^10, an MB 2^20, a GB 2^30 bytes. */
const sizeUnits: ReadonlyMap<string, number> = new Map([
  ["KB", 2 ** 10],
  ["MB", 2 ** 20],
  ["GB", 2 ** 30],
]);

function parseBytes(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(text) ?? [];
  const factor = sizeUnits.get(unit);
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

function parseMb(text: string): number | undefined {
  const bytes = parseBytes(text);
  return bytes === undefined ? undefined : bytes / 2 ** 20;
}

function parseDollars(text: string): number | undefined {
  const digits = /^\$(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
