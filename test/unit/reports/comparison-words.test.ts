import { expect, it } from "vitest";
import { errorText, settingText } from "../../../src/reports/comparison-words.ts";
import { changedComparison } from "./a-comparison.ts";

const { comparison } = changedComparison();
const same = (words: string) => words;

it("says of comparisons on Lambda, and of no others, that where AWS puts functions is in the differences", () => {
  const onLambda = { ...comparison, target: "lambda", kind: "runs" as const };
  expect(settingText(onLambda, same)).toContain("Each side ran on functions of its own");
  expect(errorText(onLambda)).toContain("drift between the runs and where AWS puts a function aside.");
  expect(settingText(comparison, same)).not.toContain("functions of its own");
  expect(errorText({ ...comparison, kind: "sides" })).toMatch(/together\.$/);
});
