import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCgroups } from "../../../../src/targets/docker/find-cgroups.ts";

const megabyte = 1024 * 1024;

describe("the control group of a container", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "thaw-test-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const record = (files: Readonly<Record<string, string>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  };

  const legacy = () =>
    record({
      "memory/docker/abc/memory.stat": `cache ${40 * megabyte}\nrss ${30 * megabyte}\ntotal_cache ${40 * megabyte}\ntotal_rss ${32 * megabyte}\n`,
      "memory/docker/abc/memory.kmem.usage_in_bytes": `${2 * megabyte}\n`,
      "memory/docker/abc/memory.max_usage_in_bytes": `${80 * megabyte}\n`,
      "memory/docker/abc/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
      "memory/docker/abc/cgroup.procs": "",
      "cpuacct/docker/abc/cpuacct.usage": "123456789\n",
      "cpu/docker/abc/cpu.stat": "nr_periods 10\nnr_throttled 4\nthrottled_time 5000000\n",
      "cpu/docker/abc/cpu.cfs_quota_us": "-1\n",
      "cpu/docker/abc/cpu.cfs_period_us": "100000\n",
      "freezer/docker/abc/freezer.state": "THAWED\n",
    });

  const unified = (stat: string) =>
    record({
      "system.slice/docker-abc.scope/memory.stat": stat,
      "system.slice/docker-abc.scope/memory.peak": `${80 * megabyte}\n`,
      "system.slice/docker-abc.scope/memory.events":
        "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 0\n",
      "system.slice/docker-abc.scope/cgroup.procs": "",
      "system.slice/docker-abc.scope/cpu.stat": "usage_usec 123456\nuser_usec 1\nthrottled_usec 5000\n",
      "system.slice/docker-abc.scope/cpu.max": "max 100000\n",
    });

  it("tells memory, CPU time and throttling in version 1, the page cache apart", () => {
    legacy();
    const cgroup = findCgroups(1, root).of("abc");
    expect(cgroup?.use()).toEqual({
      maxMemoryMb: 34,
      peakWithCacheMb: 80,
      cpuMs: 123.456789,
      throttledMs: 5,
    });
    expect(cgroup?.outOfMemoryKills()).toBe(3);
  });

  it("tells the same in version 2", () => {
    unified(`anon ${32 * megabyte}\nfile ${40 * megabyte}\nkernel ${2 * megabyte}\n`);
    const cgroup = findCgroups(2, root).of("abc");
    expect(cgroup?.use()).toEqual({ maxMemoryMb: 34, peakWithCacheMb: 80, cpuMs: 123.456, throttledMs: 5 });
    expect(cgroup?.outOfMemoryKills()).toBe(1);
  });

  it("adds up the kernel's memory where version 2 has no sum of it", () => {
    unified(`anon ${32 * megabyte}\nkernel_stack ${megabyte}\npagetables ${megabyte}\nslab ${megabyte}\n`);
    expect(findCgroups(2, root).of("abc")?.use().maxMemoryMb).toBe(35);
  });

  it("takes a CPU share in both versions", () => {
    legacy();
    unified("anon 1\n");
    findCgroups(1, root).of("abc")?.limitCpu(1447, 20_000);
    findCgroups(2, root).of("abc")?.limitCpu(1447, 20_000);
    expect(readFileSync(join(root, "cpu/docker/abc/cpu.cfs_quota_us"), "utf8")).toBe("1447");
    expect(readFileSync(join(root, "cpu/docker/abc/cpu.cfs_period_us"), "utf8")).toBe("20000");
    expect(readFileSync(join(root, "system.slice/docker-abc.scope/cpu.max"), "utf8")).toBe("1447 20000");
  });

  it("leaves out what the kernel does not tell, and is none where the container is not found", () => {
    record({ "memory/docker/abc/cgroup.procs": "" });
    expect(findCgroups(1, root).of("abc")?.use()).toEqual({});
    expect(findCgroups(1, root).of("other")).toBeUndefined();
    expect(findCgroups(undefined, root).of("abc")).toBeUndefined();
  });
});
