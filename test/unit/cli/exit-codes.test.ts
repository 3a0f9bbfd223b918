import { expect, it } from "vitest";
import { exitCode, worstExitCode } from "../../../src/cli/exit-codes.ts";

it("returns the first of 70, 130, 143, 2, 3, 1, 5, 4 when several apply, and 0 when none does", () => {
  const order = [70, 130, 143, 2, 3, 1, 5, 4] as const;
  for (let first = 0; first < order.length; first++) {
    expect(worstExitCode([...order.slice(first)].reverse())).toBe(order[first]);
  }
  expect(worstExitCode([])).toBe(exitCode.done);
});
