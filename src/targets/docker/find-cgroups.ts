import { existsSync, readFileSync } from "node:fs";
import { type Cgroup, type CgroupRoots, cgroupOf, machineRoots } from "./cgroup.ts";

/** Finds the control group of a container. */
export interface CgroupFinder {
  /** Learns from a container that runs where this engine puts them: `pid` is the number of a process of it. */
  learn(containerId: string, pid: number): void;
  /** Undefined where it is not on this machine. */
  of(containerId: string): Cgroup | undefined;
}

type Pattern = (id: string) => string;

/**
 * Where engines put their containers: Docker with the cgroupfs driver and with systemd's, Podman with systemd's and with cgroupfs;
 * the last two without root, below the user's own service manager.
 */
function patternsOf(uid: number | undefined): readonly Pattern[] {
  const user = `/user.slice/user-${uid}.slice/user@${uid}.service/user.slice`;
  return [
    (id) => `/docker/${id}`,
    (id) => `/system.slice/docker-${id}.scope`,
    (id) => `/machine.slice/libpod-${id}.scope`,
    (id) => `/libpod_parent/libpod-${id}`,
    (id) => `${user}/docker-${id}.scope`,
    (id) => `${user}/libpod-${id}.scope`,
  ];
}

/** Finds those of an engine on this kernel; of none without a version. `uid` is the harness's. */
export function findCgroups(
  version: 1 | 2 | undefined,
  roots: Partial<CgroupRoots> = {},
  uid = process.getuid?.(),
): CgroupFinder {
  const { root, proc } = { ...machineRoots, ...roots };
  let learnt: readonly Pattern[] = [];
  let known: Pattern | undefined;
  const base = version === 2 ? root : `${root}/memory`;
  return {
    learn(id, pid) {
      const path = pathOf(version, `${proc}/${pid}/cgroup`);
      const pattern = path === undefined ? undefined : patternIn(path, id);
      learnt = pattern === undefined ? [] : [pattern];
    },
    of(id) {
      if (version === undefined) {
        return undefined;
      }
      known ??= [...learnt, ...patternsOf(uid)].find((pattern) => existsSync(`${base}${pattern(id)}`));
      return known && cgroupOf(version, known(id), { root, proc });
    },
  };
}

/** What the kernel says of a process: `0::/path` in version 2, `9:memory:/path` in version 1. */
function pathOf(version: 1 | 2 | undefined, file: string): string | undefined {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const line = lines.find((text) => (version === 2 ? /^0::/ : /^\d+:([^:]*,)?memory(,[^:]*)?:/).test(text));
    return line?.replace(/^[^:]*:[^:]*:/, "");
  } catch {
    return undefined;
  }
}

/** Up to the part that holds the container's name: below it some engines make another, in which the processes are. */
function patternIn(path: string, id: string): Pattern | undefined {
  const parts = path.split("/");
  const last = parts.findIndex((part) => part.includes(id));
  const shown = parts.slice(0, last + 1).join("/");
  return last < 0 ? undefined : (other) => shown.replace(id, other);
}
