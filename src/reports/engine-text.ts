import type { EngineFacts } from "../samples/run-manifest.ts";

/**
 * `Docker 28.2.2 with runc, overlay2, control groups version 2; CPU share by the control group's files; /tmp in a file system of
 * its size; …`: what decides what its figures can be compared with, and what it costs.
 */
export function engineText(engine: EngineFacts): string {
  const { name, version, ociRuntime, storageDriver, rootless, local, hopMs, firstProcessCpuMs } = engine;
  const { cgroupVersion, kernel, architecture, cpuCount } = engine;
  const parts = [
    `${name} ${version}${ociRuntime === undefined ? "" : ` with ${ociRuntime}`}`,
    storageDriver,
    cgroupVersion === undefined ? "no control groups" : `control groups version ${cgroupVersion}`,
    rootless ? "rootless" : undefined,
    local ? undefined : `on another kernel (${kernel} ${architecture}, ${cpuCount} CPUs)`,
  ];
  const costs = [
    hopMs === undefined ? undefined : `a message to a sandbox and its answer take ${milliseconds(hopMs)}`,
    firstProcessCpuMs === undefined
      ? undefined
      : `a sandbox's first process takes ${milliseconds(firstProcessCpuMs)} of CPU time itself`,
  ];
  return [listed(parts, ", "), wayOfEngine(engine), listed(costs, "; ")]
    .filter((part) => part !== "")
    .join("; ");
}

/** In which ways an engine was used, as far as that is known, where there are several: figures of different ways are not compared. */
export function wayOfEngine({ cpuShareBy, temporaryStorage, local }: EngineFacts): string {
  const parts = [
    cpuShareBy === undefined ? undefined : cpuShareWords[cpuShareBy],
    temporaryStorageWords[temporaryStorage],
    local ? undefined : "init from the engine's own event",
  ];
  return listed(parts, "; ");
}

const cpuShareWords = {
  cgroup: "CPU share by the control group's files",
  engine: "CPU share by a call to the engine",
} as const;

const temporaryStorageWords: { readonly [Kind in EngineFacts["temporaryStorage"]]: string } = {
  "file-system": "/tmp in a file system of its size",
  folder: "/tmp in a folder of any size",
  volume: "/tmp in a volume of any size",
};

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function listed(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined && part !== "").join(separator);
}
