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

/** Time of one core that a function gets at this memory size: 1 is a whole one. */
export function cpuShareOf(memoryMb: number): number {
  return memoryMb / oneCoreMb;
}

/** How many cores a function sees at this memory size. */
export function visibleCores(memoryMb: number): number {
  return coresByMemory.find(([upToMb]) => memoryMb <= upToMb)?.[1] ?? 6;
}

/** Microseconds of CPU time in each period. The kernel takes no fewer than 1,000. */
export function cpuQuotaUs(memoryMb: number, periodUs: number): number {
  return Math.max(1000, Math.round(cpuShareOf(memoryMb) * periodUs));
}
