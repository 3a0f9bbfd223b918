import { describe, expect, it } from "vitest";
import { refuseChangedCode, refuseChangedEngine } from "../../../src/cli/resume-check.ts";
import type { EngineFacts, RunManifest } from "../../../src/samples/run-manifest.ts";
import { containerRun } from "../reports/a-container-run.ts";
import { lambdaRun } from "../reports/a-lambda-run.ts";

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

describe("a resume on Lambda", () => {
  it.each([
    [{ endpoint: "http://127.0.0.1:4566" }, "what answers in AWS's place"],
    [{ region: "us-east-1" }, "the region"],
    [{ logFormat: "json" }, "the log's format"],
    [{ functionDigest: "0".repeat(64) }, "the function's code"],
  ] as const)("is refused with %j on either side, and that is named", (changes, what) => {
    const [one, other] = [lambdaRun().manifest, lambdaRun(changes).manifest];
    const refusal = `a change of hello/nodejs24.x/128/x86_64/zip/none: ${what}`;
    expect(() => refuseChangedCode("out", one, other.variants)).toThrow(refusal);
    expect(() => refuseChangedCode("out", other, one.variants)).toThrow(refusal);
  });

  it("goes on where nothing has changed", () => {
    const { manifest } = lambdaRun({ endpoint: "http://127.0.0.1:4566" });
    expect(() => refuseChangedCode("out", manifest, manifest.variants)).not.toThrow();
  });
});

function resume(before: Partial<EngineFacts>, now: Partial<EngineFacts>): void {
  refuseChangedEngine("out", containerRun(before).manifest, engineOf(containerRun(now).manifest));
}

function engineOf({ segments }: RunManifest): EngineFacts | undefined {
  return segments.at(-1)?.engine;
}
