import { describe, expect, it } from "vitest";
import { engineTexts } from "../../../src/reports/engine-text.ts";
import type { EngineFacts, Segment } from "../../../src/samples/run-manifest.ts";

const engine: EngineFacts = {
  name: "Docker",
  version: "28.2.2",
  kernel: "6.8.0",
  architecture: "x86_64",
  rootless: false,
  cpuCount: 2,
  local: true,
  temporaryStorage: "file-system",
  hopMs: 0.12,
};

function segmentOf(changes: Partial<EngineFacts>): Segment {
  const host = {
    platform: "linux",
    kernel: "6.8.0",
    architecture: "x64",
    cpuCount: 2,
    memoryMb: 1,
    nodeVersion: "v22",
  };
  return { startedAt: "", harnessVersion: "", host, engine: { ...engine, ...changes } };
}

describe("what is said of the engines of a run", () => {
  it("is said once for segments that used one in one way, with the least and the most of what they cost", () => {
    expect(engineTexts([segmentOf({ hopMs: 10.5 }), segmentOf({}), segmentOf({ hopMs: 9 })])).toEqual([
      "Docker 28.2.2, no control groups; /tmp in a file system of its size; a message to a sandbox and its answer take 0.12 to 10.50 ms",
    ]);
  });

  it("is said for each of several ways", () => {
    expect(engineTexts([segmentOf({}), segmentOf({ temporaryStorage: "folder" })])).toHaveLength(2);
  });
});
