import { accessSync, constants } from "node:fs";
import type { Engine, EngineLimits } from "./engine.ts";

/** A limit or figure of Lambda's that cannot be had from an engine as it can elsewhere. */
export interface MissingLimit {
  readonly limit: "memory" | "swap" | "cpu" | "cores" | "processes" | "/tmp" | "init" | "figures";
  readonly reason: string;
}

/** What is known of this machine. */
export interface OwnRights {
  /** Of the user; undefined where there is none. */
  readonly uid: number | undefined;
  readonly writable: (path: string) => boolean;
}

/** The rights of this process. */
const ownRights: OwnRights = { uid: process.getuid?.(), writable: isWritable };

/** What does not work with an engine, and why. */
export function missingLimits(
  { facts, limits }: Pick<Engine, "facts" | "limits">,
  rights: OwnRights = ownRights,
): readonly MissingLimit[] {
  const ofEngine = engineMissingLimits({ facts, limits });
  return [...ofEngine, ...(facts.local ? ofThisMachine({ facts }, rights) : ofElsewhere(facts))];
}

/** The limits that the engine itself cannot set, and why. */
export function engineMissingLimits({
  facts,
  limits,
}: Pick<Engine, "facts" | "limits">): readonly MissingLimit[] {
  const why = facts.rootless
    ? "a rootless engine needs control groups of version 2 that are delegated to it"
    : kernelLacks;
  // Podman says that it can, and then does not.
  const ignored = facts.rootless && facts.cgroupVersion === 1;
  return (Object.keys(limits) as (keyof EngineLimits)[])
    .filter((name) => !limits[name] || ignored)
    .map((name): MissingLimit => ({ limit: wordOf[name].limit, reason: `${wordOf[name].effect}: ${why}` }));
}

const kernelLacks = "the engine says that its kernel cannot";

const wordOf: {
  readonly [Name in keyof EngineLimits]: Pick<MissingLimit, "limit"> & { readonly effect: string };
} = {
  memory: { limit: "memory", effect: "nothing limits memory" },
  swap: { limit: "swap", effect: "a function may use swap beyond its memory" },
  cpuQuota: { limit: "cpu", effect: "nothing limits the CPU share" },
  cpuset: { limit: "cores", effect: "a function sees all cores" },
  pids: { limit: "processes", effect: "nothing limits the number of processes" },
};

const ofElsewhere = (facts: Engine["facts"]): readonly MissingLimit[] => [
  {
    limit: "init",
    reason: "init begins when the start of a container is heard of here: the engine runs on another kernel",
  },
  { limit: "figures", reason: "there are none of CPU and memory: the engine runs on another kernel" },
  {
    limit: "cpu",
    reason: byCall(facts, "which takes some 20 ms (in gap)"),
  },
  { limit: "/tmp", reason: "the size of /tmp is not enforced: it is a volume" },
];

function ofThisMachine(
  { facts }: Pick<Engine, "facts">,
  { uid, writable }: OwnRights,
): readonly MissingLimit[] {
  const folder = cgroupFolder(facts, uid);
  return [
    ...(folder !== undefined && writable(folder)
      ? []
      : ([
          {
            limit: "cpu",
            reason: `${byCall(facts, "15 to 20 ms (in gap)")}: thaw may not write below ${folder ?? "/sys/fs/cgroup"}`,
          },
        ] as const)),
    ...(uid === 0
      ? []
      : ([
          { limit: "/tmp", reason: "the size of /tmp is not enforced: that needs the right to mount" },
        ] as const)),
  ];
}

/** Podman 4 has no such call. */
function byCall({ name, version }: Engine["facts"], cost: string): string {
  return name === "Podman" && Number.parseInt(version, 10) < 5
    ? `${name} ${version} cannot change the CPU share after init (docker: { boostInit: false } limits it from the start)`
    : `the CPU share is changed by a call to the engine, ${cost}`;
}

/** The folder below which the engine's containers have their control groups. */
function cgroupFolder(
  { cgroupVersion, rootless }: Engine["facts"],
  uid: number | undefined,
): string | undefined {
  if (cgroupVersion === 2 && rootless) {
    return `/sys/fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service`;
  }
  return cgroupVersion === undefined
    ? undefined
    : cgroupVersion === 2
      ? "/sys/fs/cgroup"
      : "/sys/fs/cgroup/cpu";
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
