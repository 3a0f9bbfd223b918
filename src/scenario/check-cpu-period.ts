import { cpuQuotaUs, kernelCpuLimits, shortestCpuPeriodMs } from "../shared/cpu-share.ts";
import type { Context } from "./context.ts";
import type { ScenarioAxes } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

const path = ["docker", "cpuPeriod"];

/** Reports a period of the CPU limit that the kernel would refuse, or whose quota it would refuse at a memory size. */
export function checkCpuPeriod(
  { docker, include = [] }: ScenarioFile,
  axes: ScenarioAxes,
  { report }: Context,
): void {
  const periodMs = docker?.cpuPeriod;
  if (periodMs === undefined) {
    return;
  }
  const { periodUs, quotaUs } = kernelCpuLimits;
  if (periodMs * 1000 < periodUs.minimum || periodMs * 1000 > periodUs.maximum) {
    report.value(path, `${periodUs.minimum / 1000}ms to ${periodUs.maximum / 1e6}s`);
    return;
  }
  const memories = [
    ...axes.memory,
    ...include.flatMap(({ memory }) => (memory === undefined ? [] : [memory])),
  ];
  const smallest = Math.min(...memories);
  if (docker?.limitCpu !== false && cpuQuotaUs(smallest, periodMs * 1000) < quotaUs) {
    report.value(
      path,
      `at least ${shortestCpuPeriodMs(smallest)}ms at ${smallest} MB`,
      undefined,
      `the kernel gives no less than ${quotaUs / 1000} ms of CPU time in a period; limitCpu: false turns the limit off`,
    );
  }
}
