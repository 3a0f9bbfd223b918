import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withoutEngine } from "./engine.ts";
import { openDockerBench } from "./fixture.ts";

const why = withoutEngine ?? (process.getuid?.() === 0 ? undefined : "only root may mount");

describe.skipIf(why !== undefined)(`a folder for temporary files that is memory (${why ?? "tmpfs"})`, () => {
  it("is left alone: what a function writes to /tmp is not taken from its memory", async () => {
    const memory = mkdtempSync(join(tmpdir(), "thaw-test-"));
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", memory]);
    try {
      await using bench = await openDockerBench({}, { temporaryFolder: memory, mayMount: false });
      const small = { memoryMb: 128, timeoutSeconds: 60 };
      const { observation } = await bench.invoke({ action: "fill", megabytes: 300 }, small);
      expect(observation.status).toBe("ok");
      expect(readdirSync(memory)).toEqual([]);
    } finally {
      execFileSync("umount", [memory]);
      rmdirSync(memory);
    }
  });
});
