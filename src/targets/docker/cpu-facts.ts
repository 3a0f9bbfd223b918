import type { Variant } from "../../plan/variant.ts";
import type { CpuFacts } from "../../samples/run-manifest.ts";
import { cpuQuotaUs, cpuShareOf, visibleCores } from "../../shared/cpu-share.ts";

const defaultPeriodUs = 20_000;

/** The CPU that a variant's sandboxes get on a machine with so many cores. */
export function cpuFacts(
  { memoryMb, docker }: Pick<Variant, "memoryMb" | "docker">,
  hostCores: number,
): CpuFacts {
  const periodUs = docker?.cpuPeriodUs ?? defaultPeriodUs;
  const neededCores = cpuShareOf(memoryMb);
  return {
    cores: Math.min(visibleCores(memoryMb), hostCores),
    ...(docker?.limitCpu === false ? {} : { quotaUs: cpuQuotaUs(memoryMb, periodUs), periodUs }),
    ...(docker?.boostInit === false && docker.limitCpu !== false ? { limitedInit: true } : {}),
    ...(neededCores > hostCores ? { neededCores } : {}),
  };
}
