import { existsSync, readFileSync } from "node:fs";
import { type Cgroup, cgroupOf } from "./cgroup.ts";

/** Finds the control group of a container. */
export interface CgroupFinder {
  /** Learns from a container that runs where this engine puts them: `pid` is the number of a process of it. */
  learn(containerId: string, pid: number): void;
  /** Undefined where it is not on this machine. */
  of(containerId: string): Cgroup | undefined;
}

type Pattern = (id: string) => string;

/** Where engines put their containers by default: Docker with the cgroupfs driver and with systemd's, Podman with either. */
const patterns: readonly Pattern[] = [
  (id) => `/docker/${id}`,
  (id) => `/system.slice/docker-${id}.scope`,
  (id) => `/machine.slice/libpod-${id}.scope`,
  (id) => `/libpod_parent/libpod-${id}`,
];

/** Finds those of an engine on this kernel; of none without a version. `root` and `proc` are arguments for a recorded tree. */
export function findCgroups(
  version: 1 | 2 | undefined,
  root = "/sys/fs/cgroup",
  proc = "/proc",
): CgroupFinder {
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
      known ??= [...learnt, ...patterns].find((pattern) => existsSync(`${base}${pattern(id)}`));
      return known && cgroupOf(version, known(id), root, proc);
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
