import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCgroups } from "../../../../src/targets/docker/find-cgroups.ts";

describe("where an engine puts its containers", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const finderOf = (version: 1 | 2, lines: string, paths: readonly string[]) => {
    mkdirSync(join(folder, "proc/7"), { recursive: true });
    writeFileSync(join(folder, "proc/7/cgroup"), lines);
    for (const path of paths) {
      mkdirSync(join(folder, "cgroup", path), { recursive: true });
    }
    return findCgroups(version, join(folder, "cgroup"), join(folder, "proc"));
  };

  it.each([
    ["rootless Docker", "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope"],
    ["rootless Podman", "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope"],
    ["a parent that somebody chose", "/kubepods/mine/ID"],
  ])("is learnt from one of them: %s", (_, path) => {
    const finder = finderOf(2, `0::${path.replace("ID", "first")}\n`, [path.replace("ID", "second")]);
    expect(finder.of("second")).toBeUndefined();
    finder.learn("first", 7);
    expect(finder.of("second")).toBeDefined();
  });

  it("is the container's own, not what crun makes below it", () => {
    const scope = "/machine.slice/libpod-first.scope";
    const other = "own.slice/libpod-second.scope";
    const finder = finderOf(2, `0::${scope.replace("machine", "own")}/container\n`, [other]);
    finder.learn("first", 7);
    writeFileSync(join(folder, "cgroup", other, "cpu.stat"), "usage_usec 5000\n");
    expect(finder.of("second")?.use().cpuMs).toBe(5);
  });

  it("is that of the memory controller in version 1", () => {
    const lines = "9:cpu,cpuacct:/other/first\n4:memory:/mine/first\n0::/\n";
    const finder = finderOf(1, lines, ["memory/mine/second"]);
    finder.learn("first", 7);
    expect(finder.of("second")).toBeDefined();
  });

  it("is looked for where engines put them by default when nothing can be learnt", () => {
    const finder = finderOf(2, "0::/../elsewhere\n", ["system.slice/docker-second.scope"]);
    finder.learn("first", 7);
    expect(finder.of("second")).toBeDefined();
  });
});
