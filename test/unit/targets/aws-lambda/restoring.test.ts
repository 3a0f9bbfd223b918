import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restoringOf } from "../../../../src/targets/aws-lambda/restoring.ts";

const before = {
  Handler: "index.handler",
  MemorySize: 1024,
  Timeout: 30,
  EphemeralStorage: { Size: 512 },
  Environment: { Variables: { TABLE: "orders", TOKEN: "a" } },
};
const given = {
  MemorySize: 256,
  Timeout: 3,
  EphemeralStorage: { Size: 1024 },
  Environment: { Variables: { TABLE: "test", TOKEN: "a", MORE: "b" } },
};
const touched = {
  ...before,
  ...given,
  Environment: { Variables: { ...given.Environment.Variables, THAW_COLD: "00000007" } },
};

describe("how a function comes back to what it was", () => {
  test("undoes all that it was given", () => {
    const { input, others } = restoringOf(before, [given], touched);
    const { Handler: _, ...settings } = before;
    expect(input).toEqual(settings);
    expect(others).toEqual([]);
  });

  test("has nothing to undo where all is as it was, whatever revision that is", () => {
    const now = { ...before, RevisionId: "another", LastModified: "later", ConfigSha256: "another" };
    expect(restoringOf(before, [given], now)).toEqual({ input: undefined, others: [] });
  });

  test("leaves what somebody else has set, and names it", () => {
    const variables = { ...touched.Environment.Variables, TOKEN: "new", THEIRS: "c" };
    const now = { ...touched, Handler: "other", Timeout: 17, Environment: { Variables: variables } };
    const { input, others } = restoringOf(before, [given], now);
    expect(input).toEqual({
      MemorySize: 1024,
      Timeout: 17,
      EphemeralStorage: { Size: 512 },
      Environment: { Variables: { TABLE: "orders", TOKEN: "new", THEIRS: "c" } },
    });
    expect(others).toEqual(["Handler", "Timeout", "variable TOKEN", "variable THEIRS"]);
  });

  test("names a variable that somebody else has removed, and does not bring it back", () => {
    const now = { ...touched, Environment: { Variables: { TABLE: "test" } } };
    const { input, others } = restoringOf(before, [given], now);
    expect(input?.Environment).toEqual({ Variables: { TABLE: "orders" } });
    expect(others).toEqual(["variable TOKEN"]);
  });

  test("is done when it was done, whatever had been given and changed", () => {
    const values = fc.record({
      MemorySize: fc.constantFrom(128, 256, 512),
      Timeout: fc.constantFrom(3, 6),
      EphemeralStorage: fc.record({ Size: fc.constantFrom(512, 1024) }),
      Environment: fc.record({
        Variables: fc.dictionary(fc.constantFrom("A", "B", "THAW_COLD"), fc.constantFrom("1", "2")),
      }),
    });
    const first = values.map((one) => {
      const { THAW_COLD: _, ...Variables } = one.Environment.Variables;
      return { ...one, Environment: { Variables } };
    });
    fc.assert(
      fc.property(first, fc.array(values), values, (was, all, now) => {
        const { input, others } = restoringOf(was, all, now);
        const after = restoringOf(was, all, { ...now, ...input });
        expect(after.input).toBeUndefined();
        expect(after.others).toEqual(others);
      }),
    );
  });
});
