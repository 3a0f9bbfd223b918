import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceUse } from "../../environment/sandbox.ts";
import { anonymousPeaks } from "./process-memory.ts";

/** What of a container's control group is read and written; paths below `root`, which is /sys/fs/cgroup. */
export interface Cgroup {
  /** What it has used. What the kernel does not tell is absent. */
  use(): ResourceUse;
  /** CPU time alone, which is one file to read. */
  cpuMs(): number | undefined;
  /** How often the kernel has killed for want of memory. */
  outOfMemoryKills(): number;
  /** @throws Error when the harness may not write there. */
  limitCpu(quotaUs: number, periodUs: number): void;
  /** Gives back all of the CPU's time. @throws Error when the harness may not write there. */
  releaseCpu(): void;
  /** @throws Error when the harness may not write there. */
  freeze(frozen: boolean): void;
}

/**
 * The control group of a container. `path` as /proc/PID/cgroup has it; `root` and `proc` are where the machine shows its groups and
 * its processes.
 */
export function cgroupOf(version: 1 | 2, path: string, root = "/sys/fs/cgroup", proc = "/proc"): Cgroup {
  return version === 2 ? new UnifiedCgroup(join(root, path), proc) : new LegacyCgroup(root, path, proc);
}

/** Version 1: a tree for each controller. */
class LegacyCgroup implements Cgroup {
  readonly #root: string;
  readonly #path: string;
  readonly #proc: string;

  constructor(root: string, path: string, proc: string) {
    this.#root = root;
    this.#path = path;
    this.#proc = proc;
  }

  use(): ResourceUse {
    const memory = fields(this.#read("memory", "memory.stat"));
    const kernelBytes = number(this.#read("memory", "memory.kmem.usage_in_bytes"));
    const throttledNs = fields(this.#read("cpu", "cpu.stat")).throttled_time;
    return useOf({
      anonymousBytes: plus(memory.total_rss, kernelBytes ?? 0),
      peakBytes: number(this.#read("memory", "memory.max_usage_in_bytes")),
      cpuMs: this.cpuMs(),
      throttledMs: scaled(throttledNs, 1e6),
      processes: this.#read("memory", "cgroup.procs") ?? "",
      proc: this.#proc,
    });
  }

  cpuMs(): number | undefined {
    return scaled(number(this.#read("cpuacct", "cpuacct.usage")), 1e6);
  }

  outOfMemoryKills(): number {
    return fields(this.#read("memory", "memory.oom_control")).oom_kill ?? 0;
  }

  limitCpu(quotaUs: number, periodUs: number): void {
    writeFileSync(this.#file("cpu", "cpu.cfs_period_us"), String(periodUs));
    writeFileSync(this.#file("cpu", "cpu.cfs_quota_us"), String(quotaUs));
  }

  releaseCpu(): void {
    writeFileSync(this.#file("cpu", "cpu.cfs_quota_us"), "-1");
  }

  freeze(frozen: boolean): void {
    writeFileSync(this.#file("freezer", "freezer.state"), frozen ? "FROZEN" : "THAWED");
  }

  #file(controller: string, name: string): string {
    return join(this.#root, controller, this.#path, name);
  }

  #read(controller: string, name: string): string | undefined {
    return contentOf(this.#file(controller, name));
  }
}

/** Version 2: one tree. */
class UnifiedCgroup implements Cgroup {
  readonly #folder: string;
  readonly #proc: string;

  constructor(folder: string, proc: string) {
    this.#folder = folder;
    this.#proc = proc;
  }

  use(): ResourceUse {
    const memory = fields(this.#read("memory.stat"));
    return useOf({
      anonymousBytes: plus(memory.anon, kernelBytesOf(memory)),
      peakBytes: number(this.#read("memory.peak")),
      cpuMs: this.cpuMs(),
      throttledMs: scaled(fields(this.#read("cpu.stat")).throttled_usec, 1e3),
      processes: processesIn(this.#folder),
      proc: this.#proc,
    });
  }

  cpuMs(): number | undefined {
    return scaled(fields(this.#read("cpu.stat")).usage_usec, 1e3);
  }

  outOfMemoryKills(): number {
    return fields(this.#read("memory.events")).oom_kill ?? 0;
  }

  limitCpu(quotaUs: number, periodUs: number): void {
    writeFileSync(join(this.#folder, "cpu.max"), `${quotaUs} ${periodUs}`);
  }

  releaseCpu(): void {
    writeFileSync(join(this.#folder, "cpu.max"), "max");
  }

  freeze(frozen: boolean): void {
    writeFileSync(join(this.#folder, "cgroup.freeze"), frozen ? "1" : "0");
  }

  #read(name: string): string | undefined {
    return contentOf(join(this.#folder, name));
  }
}

interface Readings {
  readonly anonymousBytes: number | undefined;
  readonly peakBytes: number | undefined;
  readonly cpuMs: number | undefined;
  readonly throttledMs: number | undefined;
  readonly processes: string;
  readonly proc: string;
}

function useOf({ anonymousBytes, peakBytes, cpuMs, throttledMs, processes, proc }: Readings): ResourceUse {
  const pids = processes.split("\n").filter((pid) => pid !== "");
  // What processes share counts for each, and their peaks need not have come together: no more than the kernel counted.
  const peaks = smaller(anonymousPeaks(pids, proc), peakBytes);
  const known = [anonymousBytes, peaks].filter((bytes) => bytes !== undefined);
  return {
    maxMemoryMb: known.length === 0 ? undefined : megabytes(Math.max(...known)),
    peakWithCacheMb: peakBytes === undefined ? undefined : megabytes(peakBytes),
    cpuMs,
    throttledMs,
  };
}

/** Where an OCI runtime puts them one group further down, as crun does below a scope of systemd, the group itself has none. */
function processesIn(folder: string): string {
  const own = contentOf(join(folder, "cgroup.procs")) ?? "";
  return own === "" ? groupsIn(folder).map(processesIn).join("") : own;
}

function groupsIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

function smaller(value: number | undefined, limit: number | undefined): number | undefined {
  return value === undefined || limit === undefined ? value : Math.min(value, limit);
}

/** Kernels before 5.18 have no sum of it. */
function kernelBytesOf(memory: Fields): number {
  const { kernel, slab = 0, kernel_stack = 0, pagetables = 0, percpu = 0 } = memory;
  return kernel ?? slab + kernel_stack + pagetables + percpu;
}

function megabytes(bytes: number): number {
  return bytes / 1024 / 1024;
}

type Fields = Readonly<Record<string, number | undefined>>;

/** Lines of a name and a number. */
function fields(text: string | undefined): Fields {
  const lines = (text ?? "").split("\n").map((line) => line.split(" "));
  return Object.fromEntries(lines.map(([name, value]) => [name, number(value)]));
}

function number(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function plus(value: number | undefined, other: number): number | undefined {
  return value === undefined ? undefined : value + other;
}

function scaled(value: number | undefined, divisor: number): number | undefined {
  return value === undefined ? undefined : value / divisor;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
