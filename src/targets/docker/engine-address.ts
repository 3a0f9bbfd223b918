import { existsSync } from "node:fs";
import { join } from "node:path";
import { UnavailableError } from "../../shared/errors.ts";
import { contextInUse } from "./engine-context.ts";
import { type EngineTls, readTls } from "./engine-tls.ts";

/** Where an engine is asked, and who said so. */
export type EngineAddress = EngineEndpoint & {
  /** As DOCKER_HOST writes it: `unix:///var/run/docker.sock`, `tcp://host:2375`, `ssh://user@host`. */
  readonly host: string;
  readonly source: "DOCKER_HOST" | "context" | "default";
};

/** What is connected to. */
export type EngineEndpoint =
  | { readonly kind: "socket"; readonly path: string }
  | {
      readonly kind: "tcp";
      readonly name: string;
      readonly port: number;
      readonly tls: EngineTls | undefined;
    }
  /** By the ssh command, as the docker command does it: the user's own settings for it hold. */
  | { readonly kind: "ssh"; readonly destination: readonly string[]; readonly name: string };

/** What decides it. */
export interface EngineSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's own folder, with .docker/ in it. */
  readonly home: string;
  /** Whether something is at this path. */
  readonly exists?: (path: string) => boolean;
}

/**
 * The engine that the docker command would use: DOCKER_HOST, then the context in use, then the sockets that engines make
 * by default: the system's, Docker Desktop's, a rootless engine's, Podman's. Source: Docker documentation, "Docker contexts".
 * @throws UnavailableError when what is named cannot be used.
 */
export function engineAddress(surroundings: EngineSurroundings): EngineAddress {
  const { environment, home, exists = existsSync } = surroundings;
  const folder = environment.DOCKER_CONFIG ?? join(home, ".docker");
  const named = environment.DOCKER_HOST;
  if (named !== undefined && named !== "") {
    return { host: named, source: "DOCKER_HOST", ...endpointOf(named, tlsOfVariables(environment, folder)) };
  }
  const context = contextInUse(environment, folder);
  if (context !== undefined) {
    return { host: context.host, source: "context", ...endpointOf(context.host, context.tls) };
  }
  const run = environment.XDG_RUNTIME_DIR ?? "/nowhere";
  const sockets = [
    "/var/run/docker.sock",
    join(home, ".docker/run/docker.sock"),
    join(run, "docker.sock"),
    "/run/podman/podman.sock",
    join(run, "podman/podman.sock"),
  ];
  const path = sockets.find(exists) ?? "/var/run/docker.sock";
  return { host: `unix://${path}`, source: "default", kind: "socket", path };
}

function endpointOf(host: string, tls: EngineTls | undefined): EngineEndpoint {
  const url = parsed(host.includes("://") ? host : `tcp://${host}`);
  const name = url?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
  switch (url?.protocol) {
    case "unix:":
      return { kind: "socket", path: host.slice("unix://".length) || "/var/run/docker.sock" };
    case "tcp:":
    case "http:":
    case "https:": {
      const secure = tls ?? (url.protocol === "https:" || url.port === "2376" ? { verify: true } : undefined);
      const port = url.port === "" ? (secure === undefined ? 2375 : 2376) : Number(url.port);
      return { kind: "tcp", name: name === "" ? "127.0.0.1" : name, port, tls: secure };
    }
    case "ssh:": {
      const destination = [
        ...(url.username === "" ? [] : ["-l", decodeURIComponent(url.username)]),
        ...(url.port === "" ? [] : ["-p", url.port]),
        "--",
        name,
      ];
      return { kind: "ssh", destination, name };
    }
    case "npipe:":
      throw new UnavailableError(
        `the engine's address ${host} is a named pipe of Windows`,
        "run thaw inside WSL 2, where the engine has a socket",
      );
    default:
      throw new UnavailableError(`the engine's address: expected unix://, tcp:// or ssh://, got ${host}`);
  }
}

function parsed(host: string): URL | undefined {
  try {
    return new URL(host);
  } catch {
    return undefined;
  }
}

/** As the docker command reads its variables. */
function tlsOfVariables(
  environment: EngineSurroundings["environment"],
  configFolder: string,
): EngineTls | undefined {
  const verify = (environment.DOCKER_TLS_VERIFY ?? "") !== "";
  if (!verify && (environment.DOCKER_TLS ?? "") === "") {
    return undefined;
  }
  return readTls(environment.DOCKER_CERT_PATH || configFolder, verify);
}
