import type { HostFacts } from "../samples/run-manifest.ts";

/** What of this machine makes its numbers less steady, one sentence each with what to do about it. */
export function disturbances(host: HostFacts): readonly string[] {
  const found: string[] = [];
  if (host.cpuCount < 2) {
    found.push("Only one core: the harness and the function take turns on it.");
  }
  if (host.cpuGovernor !== undefined && host.cpuGovernor !== "performance") {
    found.push(
      `The CPU governor is "${host.cpuGovernor}": clock speeds change while measuring ("performance" does not).`,
    );
  }
  if (host.loadAverage !== undefined && host.loadAverage > host.cpuCount / 2) {
    found.push(
      `The load average is ${host.loadAverage} on ${host.cpuCount} cores: other work runs beside the measuring.`,
    );
  }
  if (host.virtualization !== undefined) {
    found.push(
      `Virtualised (${host.virtualization}): neighbours may take CPU time; steal is recorded beside the samples.`,
    );
  }
  return found;
}
