import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parsePrices, pricesJsonSchema } from "../../../src/pricing/parse-prices.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";
import { pricesOfRegion } from "../../../src/pricing/prices-of-region.ts";
import { InputError } from "../../../src/shared/errors.ts";

const parse = (value: unknown) => parsePrices("prices.json", JSON.stringify(value));

function problemsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) {
      return error.message.split("\n");
    }
    throw error;
  }
  return [];
}

describe("a file of prices", () => {
  test("holds one region or several", () => {
    const seoul = { ...usEast1, region: "ap-northeast-2" };
    expect(parse(usEast1)).toEqual([usEast1]);
    expect(parse([usEast1, seoul])).toEqual([usEast1, seoul]);
  });

  test("is refused with every field that is wrong", () => {
    const { request: _, ...without } = usEast1;
    expect(
      problemsOf(() =>
        parse({ ...without, asOf: "2026", gbSecond: { x86_64: -1, arm64: "0.1" }, storage: 1 }),
      ),
    ).toEqual([
      'prices.json asOf: expected a month such as 2026-09, got "2026"',
      "prices.json request: expected number, got nothing",
      "prices.json gbSecond.x86_64: expected an amount in US dollars from 0, got -1",
      'prices.json gbSecond.arm64: expected number, got "0.1"',
      "prices.json storage: expected no such key, got 1",
    ]);
  });

  test("names the place in a list", () => {
    expect(problemsOf(() => parse([usEast1, { ...usEast1, region: "Ohio" }]))).toEqual([
      'prices.json [1].region: expected a region such as eu-central-1, got "Ohio"',
    ]);
  });

  test("has each region once, and one at least", () => {
    expect(problemsOf(() => parse([usEast1, usEast1]))).toEqual([
      'prices.json [1].region: expected each region once, got "us-east-1" again',
    ]);
    expect(problemsOf(() => parse([]))).toEqual([
      "prices.json: expected prices of at least one region, got []",
    ]);
  });

  test("is JSON", () => {
    expect(problemsOf(() => parsePrices("prices.json", "{"))[0]).toMatch(
      /^prices\.json: expected JSON, got /,
    );
  });
});

describe("the prices of a region", () => {
  test("are the user's own, else Thaw's", () => {
    const own = { ...usEast1, request: 1 };
    expect(pricesOfRegion("us-east-1", [own])).toEqual({ prices: own, exact: true });
    expect(pricesOfRegion("us-east-1")).toEqual({ prices: usEast1, exact: true });
  });

  test("are those of us-east-1 where they are not known, and that is told", () => {
    expect(pricesOfRegion("eu-south-1")).toEqual({ prices: usEast1, exact: false });
    const own = { ...usEast1, request: 1 };
    expect(pricesOfRegion("eu-south-1", [own])).toEqual({ prices: own, exact: false });
  });
});

test("the example of docs/prices.md is a file of prices", async () => {
  const page = await readFile(new URL("../../../docs/prices.md", import.meta.url), "utf8");
  const example = /```json\n(\{\n {2}"region"[^`]*)```/.exec(page)?.[1] ?? "";
  expect(parsePrices("docs/prices.md", example)).toEqual([usEast1]);
});

describe("the published schema of a file of prices", () => {
  test("is the one that files are checked by", async () => {
    const published = await readFile(new URL("../../../schema/prices.schema.json", import.meta.url), "utf8");
    expect(published, "run `npm run build && npm run generate`").toBe(pricesJsonSchema());
  });

  test("takes one region or several, and no unknown key", () => {
    const validate = new Ajv2020().compile(JSON.parse(pricesJsonSchema()));
    expect(validate(usEast1)).toBe(true);
    expect(validate([usEast1])).toBe(true);
    expect(validate({ ...usEast1, requests: 1 })).toBe(false);
  });
});
