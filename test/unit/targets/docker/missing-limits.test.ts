import { describe, expect, it } from "vitest";
import { missingLimits } from "../../../../src/targets/docker/missing-limits.ts";

const facts = {
  name: "Docker",
  version: "28.0.0",
  kernel: "6.8.0",
  architecture: "x86_64",
  cgroupVersion: 2,
  rootless: false,
  cpuCount: 4,
  local: true,
} as const;
const limits = { memory: true, swap: true, cpuQuota: true, cpuset: true, pids: true };
const root = { uid: 0, writable: () => true };
const user = { uid: 1000, writable: () => false };

describe("what does not work with an engine", () => {
  it("is nothing for root on an engine that can all", () => {
    expect(missingLimits({ facts, limits }, root)).toEqual([]);
  });

  it("is the size of /tmp, and the CPU share by file, for a user", () => {
    const found = missingLimits({ facts, limits }, user);
    expect(found.map(({ limit }) => limit)).toEqual(["cpu", "/tmp"]);
    expect(found[0]?.reason).toContain("15 to 20 ms");
  });

  it("is the CPU share after init for a user of Podman 4, which has no call for it", () => {
    const podman = { ...facts, name: "Podman", version: "4.9.4" } as const;
    for (const local of [true, false]) {
      const found = missingLimits({ facts: { ...podman, local }, limits }, user);
      expect(found.find(({ limit }) => limit === "cpu")?.reason).toContain("Podman 4.9.4 cannot change");
    }
    const [cpu] = missingLimits({ facts: { ...podman, version: "5.4.0" }, limits }, user);
    expect(cpu?.reason).toContain("by a call to the engine");
  });

  it("is each limit that the engine cannot set, and why it cannot", () => {
    const none = { memory: false, swap: false, cpuQuota: false, cpuset: false, pids: false };
    const rootless = { ...facts, rootless: true, cgroupVersion: 1 } as const;
    const found = missingLimits({ facts: rootless, limits: none }, root);
    expect(found.map(({ limit }) => limit)).toEqual(["memory", "swap", "cpu", "cores", "processes"]);
    expect(found[0]?.reason).toBe(
      "nothing limits memory: a rootless engine needs control groups of version 2 that are delegated to it",
    );
    expect(missingLimits({ facts, limits: none }, root)[0]?.reason).toContain("its kernel cannot");
  });

  it("is every limit of a rootless engine with control groups of version 1, whatever it says", () => {
    const rootless = { ...facts, rootless: true, cgroupVersion: 1 } as const;
    expect(missingLimits({ facts: rootless, limits }, root)).toHaveLength(5);
  });

  it("looks for a rootless engine's control groups where they were delegated to the user", () => {
    const asked: string[] = [];
    const rights = { uid: 1000, writable: (path: string) => asked.push(path) > 0 };
    missingLimits({ facts: { ...facts, rootless: true }, limits }, rights);
    expect(asked).toEqual(["/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service"]);
  });

  it("is what only a kernel of this machine tells, with an engine elsewhere", () => {
    const found = missingLimits({ facts: { ...facts, local: false }, limits }, root);
    expect(found.map(({ limit }) => limit)).toEqual(["init", "figures", "cpu", "/tmp"]);
  });
});
