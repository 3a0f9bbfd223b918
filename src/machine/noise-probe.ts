import { readFileSync } from "node:fs";
import type { Noise } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";

/** Kernel ticks of /proc/stat are 1/100 s on every platform that Node.js runs on. */
const tickMs = 10;

/** Reads what disturbs the machine: once when an environment begins, once when it has ended, never in between. */
export type NoiseProbe = () => { readonly end: () => Noise };

/** Steal from /proc/stat and CPU pressure from /proc/pressure/cpu; elsewhere it sees nothing. */
export function createNoiseProbe(clock: Clock): NoiseProbe {
  return () => {
    const beganMs = clock.nowMs();
    const stealBefore = stealTicks();
    const stalledBefore = stalledMs();
    return {
      end: () => {
        const steal = difference(stealTicks(), stealBefore);
        const stalled = difference(stalledMs(), stalledBefore);
        const elapsedMs = clock.nowMs() - beganMs;
        return {
          ...(steal === undefined ? {} : { stealMs: steal * tickMs }),
          ...(stalled === undefined || elapsedMs <= 0
            ? {}
            : { cpuPressure: Math.min(1, stalled / elapsedMs) }),
        };
      },
    };
  };
}

/** The eighth number of the first line: time that the hypervisor gave to others (proc(5)). */
function stealTicks(): number | undefined {
  return numberIn("/proc/stat", /^cpu(?:\s+\d+){7}\s+(\d+)/);
}

/** Time in which some task waited for a CPU, since boot (Documentation/accounting/psi.rst). */
function stalledMs(): number | undefined {
  const microseconds = numberIn("/proc/pressure/cpu", /^some .*total=(\d+)/);
  return microseconds === undefined ? undefined : microseconds / 1000;
}

function numberIn(path: string, pattern: RegExp): number | undefined {
  try {
    const match = pattern.exec(readFileSync(path, "utf8"));
    return match === null ? undefined : Number(match[1]);
  } catch {
    return undefined;
  }
}

function difference(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : Math.max(0, after - before);
}
