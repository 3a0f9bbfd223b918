import { existsSync } from "node:fs";
import { type Cgroup, cgroupOf } from "./cgroup.ts";

/** Finds the control group of a container. */
export interface CgroupFinder {
  /** Undefined where it is not on this machine. */
  of(containerId: string): Cgroup | undefined;
}

/**
 * Where engines put their containers: Docker with the cgroupfs driver and with systemd's, Podman as root with either.
 * `exists` and `root` are arguments for a recorded tree.
 */
const patterns: readonly ((id: string) => string)[] = [
  (id) => `/docker/${id}`,
  (id) => `/system.slice/docker-${id}.scope`,
  (id) => `/machine.slice/libpod-${id}.scope`,
  (id) => `/libpod_parent/libpod-${id}`,
];

/** Looks where the engines put them, and afterwards where the first was found. */
export function findCgroups(version: 1 | 2 | undefined, root = "/sys/fs/cgroup"): CgroupFinder {
  let known: ((id: string) => string) | undefined;
  return {
    of(id) {
      if (version === undefined) {
        return undefined;
      }
      const base = version === 2 ? root : `${root}/memory`;
      known ??= patterns.find((pattern) => existsSync(`${base}${pattern(id)}`));
      return known && cgroupOf(version, known(id), root);
    },
  };
}
