import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where an engine is asked, as DOCKER_HOST writes it, and who said so. */
export interface EngineAddress {
  /** `unix:///var/run/docker.sock`, `tcp://host:2375`, `ssh://user@host`. */
  readonly host: string;
  readonly source: "DOCKER_HOST" | "context" | "default";
}

/** What decides it. */
export interface EngineSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's own folder, with .docker/ in it. */
  readonly home: string;
  /** Whether something is at this path. */
  readonly exists: (path: string) => boolean;
}

/**
 * The engine that the docker command would use: DOCKER_HOST, then the context in use, then the sockets that engines make
 * by default: the system's, Docker Desktop's, a rootless engine's. Source: Docker documentation, "Docker contexts".
 */
export function engineAddress(surroundings: EngineSurroundings): EngineAddress {
  const { environment, home, exists } = surroundings;
  const named = environment.DOCKER_HOST;
  if (named !== undefined && named !== "") {
    return { host: named, source: "DOCKER_HOST" };
  }
  const context = hostOfContext(environment, home);
  if (context !== undefined) {
    return { host: context, source: "context" };
  }
  const sockets = [
    "/var/run/docker.sock",
    join(home, ".docker/run/docker.sock"),
    join(environment.XDG_RUNTIME_DIR ?? "/nowhere", "docker.sock"),
  ];
  const socket = sockets.find(exists) ?? "/var/run/docker.sock";
  return { host: `unix://${socket}`, source: "default" };
}

function hostOfContext(environment: EngineSurroundings["environment"], home: string): string | undefined {
  const folder = environment.DOCKER_CONFIG ?? join(home, ".docker");
  const name =
    environment.DOCKER_CONTEXT ?? textAt(readJson(join(folder, "config.json")), ["currentContext"]);
  if (name === undefined || name === "" || name === "default") {
    return undefined;
  }
  const digest = createHash("sha256").update(name).digest("hex");
  return textAt(readJson(join(folder, "contexts/meta", digest, "meta.json")), [
    "Endpoints",
    "docker",
    "Host",
  ]);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, key) => (inner !== null && typeof inner === "object" ? Reflect.get(inner, key) : undefined),
    value,
  );
  return typeof found === "string" ? found : undefined;
}
