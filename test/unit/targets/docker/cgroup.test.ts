import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cgroupOf } from "../../../../src/targets/docker/cgroup.ts";
import { findCgroups } from "../../../../src/targets/docker/find-cgroups.ts";
import { type CgroupTree, cgroupTrees, containerId, layOut } from "./cgroup-trees.ts";

describe("the control group of a container", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const roots = () => ({ root: join(folder, "cgroup"), proc: join(folder, "proc") });
  const found = (version: 1 | 2 | undefined, id: string) => findCgroups(version, roots().root).of(id);
  const laidOut = ({ version, path, root, proc }: CgroupTree) => {
    layOut(roots().root, root);
    layOut(roots().proc, proc);
    return cgroupOf(version, path, roots().root, roots().proc);
  };
  const content = (path: string) => readFileSync(join(roots().root, path), "utf8").trim();
  const withPeak = Object.entries(cgroupTrees).filter(([name]) => !name.includes("5.15"));
  const withoutPeak = Object.entries(cgroupTrees).filter(([name]) => name.includes("5.15"));

  it.each(withPeak)("tells memory, CPU time and throttling of %s", (_, tree) => {
    const cgroup = laidOut(tree);
    expect(cgroup.use()).toEqual({
      // The runtime's peak of 80 MB less 39 of files, but no more than the whole group had.
      maxMemoryMb: 40,
      peakWithCacheMb: 40,
      cpuMs: 214.301,
      throttledMs: 155.02,
    });
    expect(cgroup.outOfMemoryKills()).toBe(1);
  });

  it.each(withoutPeak)(
    "tells what there is of %s: no peak with cache, the kernel's memory summed",
    (_, tree) => {
      const cgroup = laidOut(tree);
      expect(cgroup.use()).toMatchObject({
        peakWithCacheMb: undefined,
        cpuMs: 214.301,
        throttledMs: 155.02,
      });
      expect(cgroup.use().maxMemoryMb).toBeCloseTo((81_920 - 39_984) / 1024, 6);
      rmSync(join(roots().proc, "4711"), { recursive: true });
      const kernelBytes = 131_072 + 1_048_576 + 4608 + 917_504;
      expect(cgroup.use().maxMemoryMb).toBeCloseTo(9 + kernelBytes / 1024 / 1024, 6);
    },
  );

  it.each(withPeak)("tells what is held now where no process is left in %s", (_, tree) => {
    const cgroup = laidOut({ ...tree, proc: {} });
    expect(cgroup.use().maxMemoryMb).toBe(12);
  });

  it.each(Object.entries(cgroupTrees))("takes a CPU share, gives it back and freezes in %s", (_, tree) => {
    const cgroup = laidOut(tree);
    cgroup.limitCpu(1447, 20_000);
    expect(content(tree.cpu)).toBe(tree.version === 2 ? "1447 20000" : "1447");
    cgroup.releaseCpu();
    expect(content(tree.cpu)).toBe(tree.version === 2 ? "max" : "-1");
    cgroup.freeze(true);
    expect(content(tree.freezer)).toBe(tree.version === 2 ? "1" : "FROZEN");
    cgroup.freeze(false);
    expect(content(tree.freezer)).toBe(tree.version === 2 ? "0" : "THAWED");
  });

  it.each(Object.entries(cgroupTrees).filter(([name]) => !name.includes("without root")))(
    "is found where it is by default: %s",
    (_, tree) => {
      laidOut(tree);
      expect(found(tree.version, containerId)?.use().cpuMs).toBe(214.301);
    },
  );

  it("leaves out what the kernel does not tell, and is none where the container is not found", () => {
    layOut(roots().root, { "memory/docker/abc/cgroup.procs": "" });
    expect(found(1, "abc")?.use()).toEqual({});
    expect(found(1, "other")).toBeUndefined();
    expect(found(undefined, "abc")).toBeUndefined();
  });

  it("that cannot be written throws: the caller then asks the engine", () => {
    layOut(roots().root, { "memory/docker/abc/cgroup.procs": "" });
    const cgroup = found(1, "abc");
    expect(() => cgroup?.limitCpu(1447, 20_000)).toThrow("ENOENT");
    expect(() => cgroup?.releaseCpu()).toThrow("ENOENT");
    expect(() => cgroup?.freeze(true)).toThrow("ENOENT");
  });
});
