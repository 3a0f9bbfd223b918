import type { Container } from "dockerode";
import { messageOf, UnavailableError } from "../../shared/errors.ts";
import type { Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";

/** A CPU share as the engine is told of it, in microseconds. */
interface CpuUpdate {
  readonly CpuPeriod: number;
  readonly CpuQuota: number;
}

/** Changes a running container's CPU share. @throws UnavailableError where the engine has no such call, as Podman 4; Error. */
export async function updateContainer(
  engine: Engine,
  container: Container,
  update: CpuUpdate,
): Promise<void> {
  try {
    await engine.soon(container.update({ ...update }));
  } catch (error) {
    // There are two things that may not be there: the call, and the container.
    if (statusOf(error) !== 404 || /no such container/i.test(messageOf(error))) {
      throw error;
    }
    throw new UnavailableError(
      `${engine.facts.name} ${engine.facts.version} cannot change the CPU share of a running container`,
      "docker: { boostInit: false } limits it from the start, limitCpu: false not at all",
      { cause: error },
    );
  }
}
