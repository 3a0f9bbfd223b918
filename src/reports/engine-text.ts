import type { EngineFacts, Segment } from "../samples/run-manifest.ts";

/**
 * `Docker 28.2.2 with runc, overlay2, control groups version 2; CPU share by the control group's files; /tmp in a file system of
 * its size; …`: what decides what a run's figures can be compared with, and what it costs. One text for each engine and way, in the
 * order of the segments; of what differs between segments of one the smallest and the largest.
 */
export function engineTexts(segments: readonly Segment[]): readonly string[] {
  const groups = new Map<string, EngineFacts[]>();
  for (const { engine } of segments) {
    if (engine !== undefined) {
      const text = whatItIs(engine);
      groups.set(text, [...(groups.get(text) ?? []), engine]);
    }
  }
  return [...groups].map(([text, engines]) => listed([text, whatItCosts(engines)], "; "));
}

function whatItIs(engine: EngineFacts): string {
  const { name, version, ociRuntime, storageDriver, rootless, local } = engine;
  const { cgroupVersion, kernel, architecture, cpuCount } = engine;
  const parts = [
    `${name} ${version}${ociRuntime === undefined ? "" : ` with ${ociRuntime}`}`,
    storageDriver,
    cgroupVersion === undefined ? "no control groups" : `control groups version ${cgroupVersion}`,
    rootless ? "rootless" : undefined,
    local ? undefined : `on another kernel (${kernel} ${architecture}, ${cpuCount} CPUs)`,
  ];
  return listed([listed(parts, ", "), wayOfEngine(engine)], "; ");
}

function whatItCosts(engines: readonly EngineFacts[]): string {
  const hop = range(engines.map(({ hopMs }) => hopMs));
  const cpu = range(engines.map(({ firstProcessCpuMs }) => firstProcessCpuMs));
  const parts = [
    hop === undefined ? undefined : `a message to a sandbox and its answer take ${hop}`,
    cpu === undefined ? undefined : `a sandbox's first process takes ${cpu} of CPU time itself`,
  ];
  return listed(parts, "; ");
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

/** `0.12 ms`, `0.12 to 0.41 ms`; undefined where none is known. */
function range(values: readonly (number | undefined)[]): string | undefined {
  const known = values.filter((value) => value !== undefined).map((value) => value.toFixed(2));
  const sorted = known.toSorted((a, b) => Number(a) - Number(b));
  const [least, most] = [sorted.at(0), sorted.at(-1)];
  return least === undefined ? undefined : `${least === most ? "" : `${least} to `}${most} ms`;
}

function listed(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined && part !== "").join(separator);
}
