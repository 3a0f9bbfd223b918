import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storedZlib } from "../../../src/histogram/stored-zlib.ts";

describe("a zlib stream of stored blocks", () => {
  it("inflates to what went in", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
        expect(inflateSync(storedZlib(data)).equals(Buffer.from(data))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 65_534, 65_535, 65_536, 131_070, 200_000])("holds %i bytes", (length) => {
    const data = Buffer.alloc(length, "thaw");
    expect(inflateSync(storedZlib(data)).equals(data)).toBe(true);
  });
});
