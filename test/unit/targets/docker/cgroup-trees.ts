import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// Laid out as these engines and kernels do, by their sources and the kernel's documentation; the figures are made up and the same
// everywhere.

/** The container of every tree. */
export const containerId = "5f2c8e0b7d1a4e93b6c0f4a2d8e71b3c9a6f5e4d3c2b1a0f9e8d7c6b5a493827";

type Files = Readonly<Record<string, string>>;

/** Files below /sys/fs/cgroup and /proc of a machine that runs the container; cut to what has a meaning here. */
export interface CgroupTree {
  readonly version: 1 | 2;
  /** Below every controller's tree in version 1, below the one tree in version 2. */
  readonly path: string;
  /** Below /sys/fs/cgroup, what takes a CPU share and what freezes. */
  readonly cpu: string;
  readonly freezer: string;
  readonly root: Files;
  readonly proc: Files;
}

const status = `Name:\tnode
VmPeak:\t 1021480 kB
VmHWM:\t   81920 kB
VmRSS:\t   49200 kB
RssAnon:\t    9216 kB
RssFile:\t   39984 kB
RssShmem:\t       0 kB
`;
/** The runtime alone, without the sandbox's first process, which has next to nothing. */
const proc: Files = { "4711/status": status };
const procs = "4711\n";

const unifiedStat = `anon 9437184
file 12582912
kernel 3145728
kernel_stack 131072
pagetables 1048576
sec_pagetables 0
percpu 4608
sock 0
shmem 0
file_mapped 4194304
slab_reclaimable 524288
slab_unreclaimable 393216
slab 917504
`;
/** Before Linux 5.18 there is no sum of the kernel's memory. */
const olderStat = unifiedStat.replace(/^(kernel|sec_pagetables) .*\n/gm, "");
const unifiedCpu = `usage_usec 214301
user_usec 171204
system_usec 43097
core_sched.force_idle_usec 0
nr_periods 31
nr_throttled 12
throttled_usec 155020
nr_bursts 0
burst_usec 0
`;
const unifiedEvents = "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 0\n";

function unified(
  folder: string,
  changes: { readonly kernel: "5.15" | "6.8"; readonly below?: string },
): CgroupTree {
  const newer = changes.kernel === "6.8";
  const files = {
    "cgroup.procs": changes.below === undefined ? procs : "",
    "cgroup.freeze": "0\n",
    "cpu.max": "max 20000\n",
    "cpu.stat": newer ? unifiedCpu : unifiedCpu.replace(/^(core_sched|nr_bursts|burst).*\n/gm, ""),
    "memory.stat": newer ? unifiedStat : olderStat,
    "memory.events": newer ? unifiedEvents : unifiedEvents.replace("oom_group_kill 0\n", ""),
    // From Linux 5.19 on.
    ...(newer ? { "memory.peak": "41943040\n" } : {}),
    ...(changes.below === undefined ? {} : { [`${changes.below}/cgroup.procs`]: procs }),
  };
  return {
    version: 2,
    path: `/${folder}`,
    cpu: `${folder}/cpu.max`,
    freezer: `${folder}/cgroup.freeze`,
    root: Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
    proc,
  };
}

function legacy(folder: string): CgroupTree {
  return {
    version: 1,
    path: `/${folder}`,
    cpu: `cpu/${folder}/cpu.cfs_quota_us`,
    freezer: `freezer/${folder}/freezer.state`,
    root: {
      [`memory/${folder}/cgroup.procs`]: procs,
      [`memory/${folder}/memory.stat`]: `cache 12582912
rss 1024
rss_huge 0
mapped_file 4194304
hierarchical_memory_limit 268435456
hierarchical_memsw_limit 268435456
total_cache 12582912
total_rss 9437184
total_mapped_file 4194304
`,
      [`memory/${folder}/memory.kmem.usage_in_bytes`]: "3145728\n",
      [`memory/${folder}/memory.max_usage_in_bytes`]: "41943040\n",
      [`memory/${folder}/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
      [`cpuacct/${folder}/cpuacct.usage`]: "214301000\n",
      [`cpu/${folder}/cpu.stat`]: "nr_periods 31\nnr_throttled 12\nthrottled_time 155020000\n",
      [`cpu/${folder}/cpu.cfs_quota_us`]: "-1\n",
      [`cpu/${folder}/cpu.cfs_period_us`]: "20000\n",
      [`freezer/${folder}/freezer.state`]: "THAWED\n",
    },
    proc,
  };
}

const user = "user.slice/user-1000.slice/user@1000.service/user.slice";

/** By engine, driver and kernel. */
export const cgroupTrees: Readonly<Record<string, CgroupTree>> = {
  "Docker, cgroupfs, version 1": legacy(`docker/${containerId}`),
  "Docker, systemd, version 1": legacy(`system.slice/docker-${containerId}.scope`),
  "Docker, systemd, Linux 6.8": unified(`system.slice/docker-${containerId}.scope`, { kernel: "6.8" }),
  "Docker, systemd, Linux 5.15": unified(`system.slice/docker-${containerId}.scope`, { kernel: "5.15" }),
  "Docker, cgroupfs, Linux 6.8": unified(`docker/${containerId}`, { kernel: "6.8" }),
  "Docker without root, Linux 6.8": unified(`${user}/docker-${containerId}.scope`, { kernel: "6.8" }),
  "Podman with crun, systemd, Linux 6.8": unified(`machine.slice/libpod-${containerId}.scope`, {
    kernel: "6.8",
    below: "container",
  }),
  "Podman with runc, systemd, Linux 5.15": unified(`machine.slice/libpod-${containerId}.scope`, {
    kernel: "5.15",
  }),
  "Podman, cgroupfs, Linux 6.8": unified(`libpod_parent/libpod-${containerId}`, { kernel: "6.8" }),
  "Podman without root, Linux 6.8": unified(`${user}/libpod-${containerId}.scope`, {
    kernel: "6.8",
    below: "container",
  }),
};

/** Writes files below a folder. */
export function layOut(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
