/** Memory at which Lambda gives the time of one core. Source: AWS Lambda Developer Guide, "Configure Lambda function memory". */
const oneCoreMb = 1769;

/**
 * Up to which memory Lambda shows how many cores; measured by several people, of which AWS's own slide shows fewer below
 * 3,539 MB. Source: github.com/rwnx/lambda-cpuinfo.
 */
const coresByMemory: readonly (readonly [upToMb: number, cores: number])[] = [
  [3008, 2],
  [5307, 3],
  [7076, 4],
  [8845, 5],
  [10_240, 6],
];

/** Periods of a CPU limit that the kernel takes, in microseconds, and the least quota (Documentation/scheduler/sched-bwc.rst). */
export const kernelCpuLimits = { periodUs: { minimum: 1000, maximum: 1_000_000 }, quotaUs: 1000 } as const;

/** Time of one core that a function gets at this memory size: 1 is a whole one. */
export function cpuShareOf(memoryMb: number): number {
  return memoryMb / oneCoreMb;
}

/** How many cores a function sees at this memory size. */
export function visibleCores(memoryMb: number): number {
  return coresByMemory.find(([upToMb]) => memoryMb <= upToMb)?.[1] ?? 6;
}

/** Microseconds of CPU time in each period; below `kernelCpuLimits.quotaUs` the kernel refuses it. */
export function cpuQuotaUs(memoryMb: number, periodUs: number): number {
  return Math.round(cpuShareOf(memoryMb) * periodUs);
}

/** The shortest period, in whole milliseconds, whose quota the kernel takes at this memory size. */
export function shortestCpuPeriodMs(memoryMb: number): number {
  return Math.ceil(kernelCpuLimits.quotaUs / cpuShareOf(memoryMb) / 1000);
}
