import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../dist/shared/clock.js";
import { createProcessTarget } from "../dist/targets/process/process-target.js";
import { realPart } from "./real-part.mjs";

/** The process target with the conformance function in Go: `start(layers)` gives a live environment of it. */
export async function goTarget() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  const target = createProcessTarget({
    temporaryFolder: folder,
    cacheFolder: join(folder, "cache"),
    runtimeBinaries: {},
    hostEnvironment: process.env,
    clock: systemClock,
  });
  return {
    start: async (layers = [], environment = {}) => {
      const variant = variantOf(layers, environment);
      const prepared = await target.prepare(variant, undefined, new AbortController().signal);
      return prepared.start();
    },
    close: async () => {
      await target.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function variantOf(sources, environment) {
  return {
    id: "bench/go",
    scenario: "bench",
    file: "bench.yaml",
    tags: [],
    label: "provided.al2023",
    runtime: "provided.al2023",
    code: realPart("function-go"),
    memoryMb: 512,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    package: "zip",
    layers: { name: "bench", sources },
    snapStart: false,
    timeoutSeconds: 10,
    ephemeralStorageMb: 512,
    event: { name: "echo", json: "{}" },
    environment,
    axes: {},
    samples: { cold: 1, warm: 0, settle: 0, warmupBlocks: 0 },
  };
}
