import { readFileSync } from "node:fs";

/**
 * Sum of what each process held of anonymous memory at its peak, in bytes: the peak of its resident set, which the kernel
 * keeps, without the pages of files that are in it now. Undefined where none can be read.
 */
export function anonymousPeaks(pids: readonly string[], proc = "/proc"): number | undefined {
  const peaks = pids
    .map((pid) => anonymousPeak(`${proc}/${pid}/status`))
    .filter((peak) => peak !== undefined);
  return peaks.length === 0 ? undefined : peaks.reduce((sum, peak) => sum + peak, 0) * 1024;
}

function anonymousPeak(file: string): number | undefined {
  try {
    const status = readFileSync(file, "utf8");
    const peak = kilobytes(status, "VmHWM");
    return peak === undefined
      ? undefined
      : Math.max(0, peak - (kilobytes(status, "RssFile") ?? 0) - (kilobytes(status, "RssShmem") ?? 0));
  } catch {
    return undefined;
  }
}

function kilobytes(status: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}
