import { describe, expect, test } from "vitest";
import { keptOwner } from "../../../../src/targets/aws-lambda/belonging.ts";
import { type CleanUp, whatBecomesOf } from "../../../../src/targets/aws-lambda/what-becomes-of.ts";

const nowMs = Date.parse("2026-11-30T18:00:00Z");
const hour = 3_600_000;
const run = "2026-11-30T16-00-00Z-a1b2";
const tomorrow = "2026-12-01T16:00:00.000Z";
const mayLive = () => true;

/** What becomes of what a run made two hours ago, and of what was deployed then. */
function fates(cleanUp: CleanUp, expiry = tomorrow) {
  const of = (owner: string, name: string) =>
    whatBecomesOf(name, { owner, runId: name, expiry }, cleanUp, nowMs);
  return [of("somebody", run), of(keptOwner, "kept-0123456789ab")];
}

describe("what becomes of what stands in a region", () => {
  test.each<[string, CleanUp, string[]]>([
    ["a run whose process is gone is left", {}, ["left", "deployed"]],
    ["one that may live is not", { mayLive }, ["living", "deployed"]],
    ["an age takes it all the same", { mayLive, olderThanMs: hour }, ["left", "deployed"]],
    ["a greater age than it has does not", { olderThanMs: 3 * hour }, ["living", "deployed"]],
    ["what was deployed is meant when it is said", { mayLive, deployed: true }, ["living", "left"]],
    ["and is as old", { deployed: true, olderThanMs: hour }, ["left", "left"]],
    ["or younger", { deployed: true, olderThanMs: 3 * hour }, ["living", "deployed"]],
    ["a run that is named is meant alone", { mayLive, runId: run }, ["left", "deployed"]],
  ])("%s", (_, cleanUp, expected) => {
    expect(fates(cleanUp)).toEqual(expected);
  });

  test("what has expired is left, whoever may live and though it was deployed", () => {
    expect(fates({ mayLive }, "2026-11-30T17:00:00.000Z")).toEqual(["left", "left"]);
  });

  test("what nobody is known of is left", () => {
    expect(whatBecomesOf(run, undefined, { mayLive }, nowMs)).toBe("left");
  });
});
