import { z } from "zod";
import { InputError, messageOf } from "../shared/errors.ts";
import { schemaProblem } from "../shared/schema-problem.ts";
import type { Prices } from "./prices.ts";

const dollars = z.number().min(0, "an amount in US dollars from 0");
const byArchitecture = z.strictObject({ x86_64: dollars, arm64: dollars });

/** Descriptions are for editors. */
const perGbSecond = (what: string) => byArchitecture.describe(`a second of a GB (2^30 bytes) ${what}`);

/** Strict: a price under a misspelt name would be one that nobody pays. */
const regionPrices: z.ZodType<Prices> = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as eu-central-1"),
  asOf: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2026-09"),
  request: dollars.describe("one invocation"),
  gbSecond: perGbSecond("of memory, first tier"),
  storageGbSecond: dollars.describe("a second of a GB of /tmp beyond 512 MB"),
  streamedGb: dollars.describe("a GB of a streamed answer beyond 6 MB of each"),
  snapStart: z.strictObject({
    cacheGbSecond: dollars.describe("a second that a GB of a version's snapshot is kept"),
    restoreGb: dollars.describe("a GB of memory that is restored"),
  }),
  provisioned: z.strictObject({
    reservedGbSecond: perGbSecond("that is kept ready"),
    gbSecond: perGbSecond("of provisioned memory while it is used, in place of gbSecond"),
  }),
});

/** The JSON Schema (draft 2020-12) of a file of prices, as text: what editors check and complete with. */
export function pricesJsonSchema(): string {
  const file = z.union([regionPrices, z.array(regionPrices).min(1)]).meta({
    title: "Thaw prices",
    description: "What AWS Lambda asks for, in US dollars: of one region, or of several.",
  });
  return `${JSON.stringify(z.toJSONSchema(file, { io: "input" }), null, 2)}\n`;
}

/**
 * Reads a file of prices: one region as JSON, or a list of regions. `place` is its path.
 * @throws InputError with every field that is not as it must be, and regions that occur twice.
 */
export function parsePrices(place: string, text: string): readonly Prices[] {
  const value = parseJson(place, text);
  const list = Array.isArray(value) ? value : [value];
  const result = z.array(regionPrices).min(1, "prices of at least one region").safeParse(list);
  if (!result.success) {
    throw new InputError(
      result.error.issues.map((issue) =>
        Array.isArray(value)
          ? schemaProblem(place, issue, list)
          : schemaProblem(place, { ...issue, path: issue.path.slice(1) }, value),
      ),
    );
  }
  const twice = result.data.flatMap(({ region }, index) =>
    result.data.findIndex((other) => other.region === region) < index
      ? [{ place: `${place} [${index}].region`, message: `expected each region once, got "${region}" again` }]
      : [],
  );
  if (twice.length > 0) {
    throw new InputError(twice);
  }
  return result.data;
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError([{ place, message: `expected JSON, got ${messageOf(error)}` }], { cause: error });
  }
}
