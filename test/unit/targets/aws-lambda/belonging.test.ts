import { expect, it } from "vitest";
import {
  belongingIn,
  belongingInNote,
  noteOf,
  tagsOf,
} from "../../../../src/targets/aws-lambda/belonging.ts";
import { functionNameOf, layerNameOf, runIdIn } from "../../../../src/targets/aws-lambda/names.ts";

const belonging = {
  owner: "host.example/pid:[4026531836]|4711|0b1c~d'(é)!*/42",
  runId: "2026-11-23T19-20-11Z-a1b2",
  expiry: "2026-11-24T19:20:11.000Z",
};

it("is told by tags that AWS takes, and by a note", () => {
  const tags = tagsOf(belonging);
  for (const value of Object.values(tags)) {
    expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
  }
  expect(belongingIn(tags)).toEqual(belonging);
  expect(noteOf(belonging).length).toBeLessThan(256);
  expect(belongingInNote(noteOf(belonging))).toEqual(belonging);
});

it("is nobody's where tags or notes are somebody else's", () => {
  expect(belongingIn({ owner: "me" })).toBeUndefined();
  expect(belongingInNote("A layer of mine")).toBeUndefined();
});

it("is carried by names that AWS takes, whatever the run is called", () => {
  for (const runId of [belonging.runId, "deployed", "ein Lauf äöü", "x".repeat(200)]) {
    const name = functionNameOf(runId, "hello/nodejs24.x", 12);
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(runIdIn(name)).toBe(runIdIn(layerNameOf(runId, "0a".repeat(32))));
    expect(runIdIn(name)).toBeDefined();
  }
  expect(runIdIn(functionNameOf(belonging.runId, "a", 0))).toBe(belonging.runId);
  expect(runIdIn("thaw-function")).toBeUndefined();
  expect(runIdIn("thaw-of-mine-1")).toBeUndefined();
});
