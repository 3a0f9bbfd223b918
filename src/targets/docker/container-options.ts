import type { ContainerCreateOptions } from "dockerode";
import type { Variant } from "../../plan/variant.ts";
import { cpuQuotaUs, visibleCores } from "./cpu-share.ts";

/** What the container of a sandbox is made of. */
export interface ContainerParts {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The bind by which the first process's program comes to `initPath`. */
  readonly initBind: string;
  /** `host:port` that it calls, and what it proves itself with. */
  readonly control: string;
  readonly token: string;
  /** What its processes may not do. */
  readonly securityOptions: readonly string[];
  /** Where a container joins: another's network, `container:<id>`, or a network's name. */
  readonly networkMode: string;
}

/** What it also gets where it runs a function. */
export interface FunctionParts {
  readonly variant: Pick<Variant, "memoryMb">;
  /** What /var/task and /opt are: folders of this machine or volumes; absent where the image holds its own. */
  readonly mounts: ContainerMounts | undefined;
  /** What /tmp is: a folder of this machine or a volume. */
  readonly temporaryFolder: string;
  readonly cpu: CpuSettings;
  /** Cores of the engine's machine. */
  readonly hostCores: number;
}

/** What code and layers are bound from. */
export interface ContainerMounts {
  readonly taskRoot: string;
  readonly optRoot: string;
}

/** How the CPU share is enforced. */
export interface CpuSettings {
  readonly limit: boolean;
  /** No limit before the first init has ended. */
  readonly boostInit: boolean;
  readonly periodUs: number;
}

/** Lambda's own: a user without a name, as its sandboxes have. */
export const sandboxUser = { uid: 993, gid: 990 } as const;
/** Lambda's quotas for file descriptors, and for processes and threads. */
const lambdaLimit = 1024;
export const initPath = "/.thaw/init";
/** As little as the engine takes, and more than the first process needs. */
const idleMemoryBytes = 16 * 1024 * 1024;

/** The container that keeps a run's network: it runs nothing but the first process. */
export function idleContainer(parts: ContainerParts, names: readonly string[]): ContainerCreateOptions {
  const options = container(parts);
  return {
    ...options,
    HostConfig: {
      ...options.HostConfig,
      ExtraHosts: names.map((name) => `${name}:127.0.0.1`),
      Memory: idleMemoryBytes,
      MemorySwap: idleMemoryBytes,
      AutoRemove: true,
    },
  };
}

/** The container of one sandbox, with Lambda's limits. */
export function functionContainer(parts: ContainerParts, own: FunctionParts): ContainerCreateOptions {
  const { variant, mounts, temporaryFolder, cpu, hostCores } = own;
  const options = container(parts);
  const memoryBytes = variant.memoryMb * 1024 * 1024;
  const cores = Math.min(visibleCores(variant.memoryMb), hostCores);
  return {
    ...options,
    HostConfig: {
      ...options.HostConfig,
      Binds: [
        ...(options.HostConfig?.Binds ?? []),
        ...(mounts === undefined ? [] : [`${mounts.taskRoot}:/var/task:ro`, `${mounts.optRoot}:/opt:ro`]),
        `${temporaryFolder}:/tmp`,
      ],
      // The two alike: no swap.
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      CpusetCpus: cores === 1 ? "0" : `0-${cores - 1}`,
      ...(cpu.limit
        ? {
            CpuPeriod: cpu.periodUs,
            CpuQuota: cpu.boostInit ? -1 : cpuQuotaUs(variant.memoryMb, cpu.periodUs),
          }
        : {}),
    },
  };
}

function container(parts: ContainerParts): ContainerCreateOptions {
  const { image, labels, initBind, control, token, networkMode, securityOptions } = parts;
  return {
    Image: image,
    Entrypoint: [initPath, control, token],
    Cmd: [],
    User: `${sandboxUser.uid}:${sandboxUser.gid}`,
    WorkingDir: "/",
    Labels: { ...labels },
    HostConfig: {
      Binds: [initBind],
      NetworkMode: networkMode,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: [...securityOptions],
      PidsLimit: lambdaLimit,
      Ulimits: [{ Name: "nofile", Soft: lambdaLimit, Hard: lambdaLimit }],
      LogConfig: { Type: "none", Config: {} },
    },
  };
}
