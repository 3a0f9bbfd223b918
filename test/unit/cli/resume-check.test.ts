import { describe, expect, it } from "vitest";
import { refuseChangedEngine } from "../../../src/cli/resume-check.ts";
import type { EngineFacts, RunManifest } from "../../../src/samples/run-manifest.ts";
import { containerRun } from "../reports/a-container-run.ts";

describe("a resume on an engine", () => {
  it("is refused where engine or way is another, and both are named", () => {
    expect(() => resume({}, { name: "Podman", temporaryStorage: "folder" })).toThrow(
      /a change of the container engine: Docker before, Podman now[\s\S]*a change of what \/tmp is: file-system before, folder now/,
    );
    expect(() => resume({}, { local: false })).toThrow(
      "where the engine is: this machine before, another one now",
    );
    expect(() => resume({}, { cpuShareBy: "engine" })).toThrow(
      "what gives the CPU share: cgroup before, engine now",
    );
  });

  it("goes on with what it began with, and where something is not known yet", () => {
    expect(() => resume({}, { hopMs: 3, version: "29.0.0" })).not.toThrow();
    expect(() => resume({}, { cpuShareBy: undefined })).not.toThrow();
    expect(() => resume({ cpuShareBy: undefined }, { cpuShareBy: "engine" })).not.toThrow();
    expect(() => refuseChangedEngine("out", containerRun().manifest, undefined)).not.toThrow();
  });

  it("looks at every earlier segment", () => {
    const first = containerRun().manifest;
    const killed = containerRun({ cpuShareBy: undefined }).manifest;
    const both = { ...first, segments: [...killed.segments, ...first.segments] };
    expect(() =>
      refuseChangedEngine("out", both, engineOf(containerRun({ cpuShareBy: "engine" }).manifest)),
    ).toThrow("cgroup before");
  });
});

function resume(before: Partial<EngineFacts>, now: Partial<EngineFacts>): void {
  refuseChangedEngine("out", containerRun(before).manifest, engineOf(containerRun(now).manifest));
}

function engineOf({ segments }: RunManifest): EngineFacts | undefined {
  return segments.at(-1)?.engine;
}
