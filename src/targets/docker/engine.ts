import type { Agent as HttpAgent } from "node:http";
import { Agent } from "node:https";
import { homedir, hostname, release } from "node:os";
import Docker from "dockerode";
import type { EngineFacts } from "../../samples/run-manifest.ts";
import { type EngineAddress, engineAddress } from "./engine-address.ts";
import { engineError, silentEngine } from "./engine-error.ts";
import type { EngineTls } from "./engine-tls.ts";
import { createPatience } from "./patience.ts";
import { sshAgent } from "./ssh-agent.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What an engine says of itself. */
export type ConnectedEngineFacts = Omit<EngineFacts, "temporaryStorage">;

/** An engine that answers. */
export interface Engine {
  readonly docker: Docker;
  readonly address: EngineAddress;
  readonly facts: ConnectedEngineFacts;
  /** Which limits it says it can set. */
  readonly limits: EngineLimits;
  /** What a call gives. @throws UnavailableError when the engine does not answer; Error in its own words. */
  call<Result>(work: Promise<Result>): Promise<Result>;
  /** As `call`, for what an engine does in seconds: an answer that does not come is an UnavailableError, too. */
  soon<Result>(work: Promise<Result>): Promise<Result>;
  /** Whoever uses it wants to end: from now on nothing is waited for long. */
  hurry(): void;
}

/** Limits of a container; false where the engine or its kernel cannot set one. */
export interface EngineLimits {
  readonly memory: boolean;
  readonly swap: boolean;
  readonly cpuQuota: boolean;
  readonly cpuset: boolean;
  readonly pids: boolean;
}

/** A machine that starts is slower than this; an engine that runs is not. */
const connectLimitMs = 10_000;

/**
 * Finds the engine and asks it what it is. `limitMs`: how long `soon` waits. @throws UnavailableError when none answers,
 * saying why.
 */
export async function connectEngine(environment: Environment, limitMs?: number): Promise<Engine> {
  const address = engineAddress({ environment, home: environment.HOME ?? homedir() });
  const docker = clientOf(address, environment);
  const call = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw engineError(error, address.host);
    }
  };
  const late = (ms: number) => silentEngine(address.host, ms);
  const asked = call(Promise.all([docker.info(), docker.version()]));
  const [info, version] = await createPatience(connectLimitMs).within(asked, late);
  const patience = createPatience(limitMs);
  return {
    docker,
    address,
    call,
    soon: (work) => patience.within(call(work), late),
    hurry: () => patience.hurry(),
    facts: factsOf(info, version, address),
    limits: limitsOf(info),
  };
}

/** Everything is said: what is left out, the library would read from the variables of this very process. */
function clientOf(address: EngineAddress, environment: Environment): Docker {
  switch (address.kind) {
    case "socket":
      return new Docker({ ...unsaid, protocol: "http", socketPath: address.path });
    case "tcp": {
      const { name: host, port, tls } = address;
      return tls === undefined
        ? new Docker({ ...unsaid, host, port, protocol: "http" })
        : withAgent({ ...unsaid, host, port, protocol: "https" }, tlsAgent(tls));
    }
    case "ssh":
      // The agent makes the connections; the name is only what the requests say.
      return withAgent(
        { ...unsaid, host: "docker", protocol: "http" },
        sshAgent(address.destination, environment),
      );
    default:
      return address satisfies never;
  }
}

/** The library takes one; its types do not know of it. */
function withAgent(options: Docker.DockerOptions, agent: HttpAgent): Docker {
  return new Docker(Object.assign(options, { agent }));
}

const unsaid = {
  host: undefined,
  port: undefined,
  socketPath: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
  pathPrefix: "/",
};

function tlsAgent({ ca, cert, key, verify }: EngineTls): Agent {
  return new Agent({ ca, cert, key, rejectUnauthorized: verify, keepAlive: true });
}

interface Info {
  readonly KernelVersion?: string;
  /** The name of its machine. */
  readonly Name?: string;
  readonly CgroupVersion?: string;
  readonly SecurityOptions?: readonly string[] | null;
  /** Podman's; Docker says it among its security options. */
  readonly Rootless?: boolean;
  readonly NCPU?: number;
  readonly Architecture?: string;
  readonly Driver?: string;
  readonly DefaultRuntime?: string;
  readonly MemoryLimit?: boolean;
  readonly SwapLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly CPUSet?: boolean;
  readonly PidsLimit?: boolean;
}

interface Version {
  readonly Version: string;
  readonly Components?: readonly { readonly Name: string }[] | null;
}

/** What an engine does not speak of, it can: older ones do not name every limit. */
function limitsOf(info: Info): EngineLimits {
  const { MemoryLimit, SwapLimit, CpuCfsQuota, CPUSet, PidsLimit } = info;
  return {
    memory: MemoryLimit ?? true,
    swap: SwapLimit ?? true,
    cpuQuota: CpuCfsQuota ?? true,
    cpuset: CPUSet ?? true,
    pids: PidsLimit ?? true,
  };
}

function factsOf(info: Info, version: Version, { kind }: EngineAddress): ConnectedEngineFacts {
  const kernel = info.KernelVersion ?? "";
  const cgroup = Number(info.CgroupVersion);
  return {
    name: version.Components?.some(({ Name }) => Name.includes("Podman")) === true ? "Podman" : "Docker",
    version: version.Version,
    kernel,
    architecture: architectureOf(info.Architecture ?? ""),
    cgroupVersion: cgroup === 1 || cgroup === 2 ? cgroup : undefined,
    rootless: info.Rootless ?? (info.SecurityOptions ?? []).some((option) => option.includes("rootless")),
    storageDriver: info.Driver,
    ociRuntime: info.DefaultRuntime,
    cpuCount: info.NCPU ?? 0,
    local: kind === "socket" && isOwnMachine(kernel, info.Name),
  };
}

/** Of two machines of one kernel, as where a socket is passed on, at least the names are different. */
function isOwnMachine(kernel: string, name: string | undefined): boolean {
  return process.platform === "linux" && kernel === release() && (name === undefined || name === hostname());
}

/** The engine's word for an architecture in ours. */
export function architectureOf(name: string): string {
  switch (name) {
    case "amd64":
    case "x86_64":
      return "x86_64";
    case "aarch64":
    case "arm64":
      return "arm64";
    default:
      return name;
  }
}
