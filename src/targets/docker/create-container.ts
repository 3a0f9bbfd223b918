import type { Container, ContainerCreateOptions } from "dockerode";
import type { Engine } from "./engine.ts";

/** Lambda's quota of processes and threads; a limit of the user, beside that of the container. */
const processLimit = { Name: "nproc", Soft: 1024, Hard: 1024 };

/** Makes a container, with what an engine wants to be told apart from others. @throws Error in the engine's words. */
export function createContainer(engine: Engine, options: ContainerCreateOptions): Promise<Container> {
  return engine.soon(
    engine.docker.createContainer(engine.facts.name === "Podman" ? podmans(options) : options),
  );
}

/** Where no limit of processes is named, Podman sets one of its own; where it may not raise limits, nothing starts then. */
function podmans(options: ContainerCreateOptions): ContainerCreateOptions {
  const { HostConfig: host = {} } = options;
  return { ...options, HostConfig: { ...host, Ulimits: [...(host.Ulimits ?? []), processLimit] } };
}
