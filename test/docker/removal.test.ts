import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { openDockerBench } from "./fixture.ts";

const reason = withoutEngine ?? (process.getuid?.() === 0 ? undefined : "only root may mount");

describe.skipIf(reason !== undefined)(`the end of a run${reason === undefined ? "" : ` (${reason})`}`, () => {
  it("removes what it can where a folder is in use, and does not fail", async () => {
    await using bench = await openDockerBench();
    await bench.prepare();
    const [work = ""] = await bench.leftInTemporaryFolder();
    const busy = join(bench.temporaryFolder, work, "tmp-000000", "busy");
    mkdirSync(busy);
    execFileSync("mount", ["-t", "tmpfs", "none", busy]);
    try {
      await bench.target.dispose();
      expect(await bench.leftInTemporaryFolder()).toEqual([work]);
    } finally {
      execFileSync("umount", [busy]);
    }
    expect(leftOnEngine()).toEqual([]);
  });
});
