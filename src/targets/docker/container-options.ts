import type { ContainerCreateOptions } from "dockerode";
import type { Variant } from "../../plan/variant.ts";
import type { CpuFacts } from "../../samples/run-manifest.ts";
import { lambdaUser, type SandboxUser } from "./sandbox-user.ts";

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
  readonly cpu: CpuFacts;
  readonly user: SandboxUser;
}

/** What code and layers are bound from. */
export interface ContainerMounts {
  readonly taskRoot: string;
  readonly optRoot: string;
}

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
  const { variant, mounts, temporaryFolder, cpu, user } = own;
  const options = container(parts);
  const memoryBytes = variant.memoryMb * 1024 * 1024;
  return {
    ...options,
    User: `${user.uid}:${user.gid}`,
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
      CpusetCpus: cpu.cores === 1 ? "0" : `0-${cpu.cores - 1}`,
      ...(cpu.quotaUs === undefined || cpu.periodUs === undefined
        ? {}
        : { CpuPeriod: cpu.periodUs, CpuQuota: cpu.limitedInit ? cpu.quotaUs : -1 }),
    },
  };
}

function container(parts: ContainerParts): ContainerCreateOptions {
  const { image, labels, initBind, control, token, networkMode, securityOptions } = parts;
  return {
    Image: image,
    Entrypoint: [initPath, control, token],
    Cmd: [],
    User: `${lambdaUser.uid}:${lambdaUser.gid}`,
    WorkingDir: "/",
    // An engine that ends, or a user's `docker stop`, has nothing to wait for.
    StopSignal: "SIGKILL",
    Labels: { ...labels },
    HostConfig: {
      Binds: [initBind],
      NetworkMode: networkMode,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: [...securityOptions],
      // The first process counts, too, and is none of the function's.
      PidsLimit: lambdaLimit + 1,
      // Lambda has no /dev/shm: a semaphore or a shared memory with a name fails there.
      IpcMode: "none",
      Ulimits: [{ Name: "nofile", Soft: lambdaLimit, Hard: lambdaLimit }],
      LogConfig: { Type: "none", Config: {} },
    },
  };
}
