import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { HostFacts } from "../samples/run-manifest.ts";

/** What a report must say of the machine. What it does not tell is absent; nothing identifies its owner. */
export function readHostFacts(): HostFacts {
  const cores = cpus();
  return {
    platform: platform(),
    kernel: release(),
    architecture: arch() === "arm64" ? "arm64" : arch() === "x64" ? "x86_64" : arch(),
    cpuModel: cores[0]?.model.trim(),
    cpuCount: cores.length,
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    virtualization: virtualization(),
    cpuGovernor: firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
    nodeVersion: process.version,
    loadAverage: platform() === "win32" ? undefined : Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** The hypervisor as the firmware names it, where the CPU says that there is one. */
function virtualization(): string | undefined {
  const flags = /^flags\s*:.*$/m.exec(contentOf("/proc/cpuinfo") ?? "")?.[0];
  if (flags === undefined || !/\bhypervisor\b/.test(flags)) {
    return undefined;
  }
  return firstLine("/sys/class/dmi/id/sys_vendor") ?? "virtual machine";
}

function firstLine(path: string): string | undefined {
  const line = contentOf(path)?.split("\n")[0]?.trim();
  return line === "" ? undefined : line;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
