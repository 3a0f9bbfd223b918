import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { readStat } from "./proc.ts";

/**
 * What tells a process from a later one with the same pid: the start of the machine and the start of the process in
 * ticks since then; without /proc (macOS) its start to the second. Undefined when there is no such process.
 */
export function startStamp(pid: number): string | undefined {
  const bootId = boot();
  if (bootId === undefined) {
    return startDate(pid)?.toISOString();
  }
  const stat = readStat(pid);
  return stat === undefined || stat.state === "Z" ? undefined : `${bootId}/${stat.startTicks}`;
}

/** The stamp of a process that has just been started, at no more cost than reading /proc. */
export function freshStamp(pid: number, now: () => Date): string | undefined {
  return boot() === undefined ? now().toISOString() : startStamp(pid);
}

/** True while the process that a stamp was taken from lives. */
export function isSameProcess(pid: number, stamp: string): boolean {
  const current = startStamp(pid);
  if (current === undefined || boot() !== undefined) {
    return current === stamp;
  }
  return Math.abs(Date.parse(current) - Date.parse(stamp)) <= toleranceMs;
}

/** Names the table of processes that pids belong to: a machine, and on Linux the pid namespace (a container). */
export function pidSpace(): string {
  try {
    return `${hostname()}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** ps shows seconds, and the note was taken shortly after the start. */
const toleranceMs = 2000;

let knownBoot: { readonly id: string | undefined } | undefined;

function boot(): string | undefined {
  knownBoot ??= { id: readBootId() };
  return knownBoot.id;
}

function readBootId(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
}

function startDate(pid: number): Date | undefined {
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C" },
    });
    const date = new Date(text.trim());
    return Number.isNaN(date.getTime()) ? undefined : date;
  } catch {
    return undefined;
  }
}
