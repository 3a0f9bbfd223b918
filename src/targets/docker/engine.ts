import { existsSync } from "node:fs";
import { homedir, release } from "node:os";
import Docker from "dockerode";
import type { EngineFacts } from "../../samples/run-manifest.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { type EngineAddress, engineAddress } from "./engine-address.ts";
import { engineError } from "./engine-error.ts";

/** What an engine says of itself. */
export type ConnectedEngineFacts = Omit<EngineFacts, "temporaryStorage">;

/** An engine that answers. */
export interface Engine {
  readonly docker: Docker;
  readonly address: EngineAddress;
  readonly facts: ConnectedEngineFacts;
  /** What it says it cannot do. */
  readonly warnings: readonly string[];
  /** What a call gives. @throws UnavailableError when the engine does not answer; Error in its own words. */
  call<Result>(work: Promise<Result>): Promise<Result>;
}

/** Finds the engine and asks it what it is. @throws UnavailableError when none answers, saying why. */
export async function connectEngine(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Engine> {
  const address = engineAddress({ environment, home: environment.HOME ?? homedir(), exists: existsSync });
  const docker = clientOf(address);
  const call = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw engineError(error, address.host);
    }
  };
  const [info, version] = await call(Promise.all([docker.info(), docker.version()]));
  return { docker, address, call, facts: factsOf(info, version, address), warnings: info.Warnings ?? [] };
}

function clientOf({ host, source }: EngineAddress): Docker {
  if (source === "DOCKER_HOST") {
    // With TLS, SSH and all: the library reads the variables itself.
    return new Docker();
  }
  if (host.startsWith("unix://")) {
    return new Docker({ socketPath: host.slice("unix://".length) });
  }
  const url = parsed(host);
  const protocol = url.protocol === "ssh:" ? "ssh" : url.protocol === "https:" ? "https" : "http";
  const port = url.port === "" ? undefined : Number(url.port);
  return new Docker({ host: url.hostname, protocol, ...(port === undefined ? {} : { port }) });
}

function parsed(host: string): URL {
  try {
    return new URL(host);
  } catch {
    throw new UnavailableError(`the engine's address: expected unix://, tcp:// or ssh://, got ${host}`);
  }
}

interface Info {
  readonly KernelVersion?: string;
  readonly CgroupVersion?: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly NCPU?: number;
  readonly Architecture?: string;
  readonly Driver?: string;
  readonly DefaultRuntime?: string;
  readonly Warnings?: readonly string[] | null;
}

interface Version {
  readonly Version: string;
  readonly Components?: readonly { readonly Name: string }[] | null;
}

function factsOf(info: Info, version: Version, { host }: EngineAddress): ConnectedEngineFacts {
  const kernel = info.KernelVersion ?? "";
  const cgroup = Number(info.CgroupVersion);
  return {
    name: version.Components?.some(({ Name }) => Name.includes("Podman")) === true ? "Podman" : "Docker",
    version: version.Version,
    kernel,
    architecture: architectureOf(info.Architecture ?? ""),
    cgroupVersion: cgroup === 1 || cgroup === 2 ? cgroup : undefined,
    rootless: (info.SecurityOptions ?? []).some((option) => option.includes("rootless")),
    storageDriver: info.Driver,
    ociRuntime: info.DefaultRuntime,
    cpuCount: info.NCPU ?? 0,
    local: host.startsWith("unix://") && process.platform === "linux" && kernel === release(),
  };
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
