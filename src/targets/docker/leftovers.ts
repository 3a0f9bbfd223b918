import { mayLive } from "../local/owner.ts";
import type { Engine } from "./engine.ts";
import { ownerLabel, runLabel } from "./labels.ts";

/** What stands on an engine and belongs to no thaw that lives. */
export interface Leftovers {
  readonly containers: number;
  readonly networks: number;
}

/** Removes the containers and networks of every thaw that was killed. */
export async function removeLeftovers(engine: Engine): Promise<Leftovers> {
  const { docker } = engine;
  const filters = { label: [runLabel] };
  const isLeft = ({ Labels: labels }: { readonly Labels?: Readonly<Record<string, string>> | undefined }) =>
    !mayLive(labels?.[ownerLabel] ?? "");
  const containers = (await engine.call(docker.listContainers({ all: true, filters }))).filter(isLeft);
  await Promise.all(containers.map(({ Id }) => removeContainer(engine, Id)));
  const networks = (await engine.call(docker.listNetworks({ filters }))).filter(isLeft);
  await Promise.all(
    networks.map(({ Id }) =>
      docker
        .getNetwork(Id)
        .remove()
        .catch(() => {}),
    ),
  );
  return { containers: containers.length, networks: networks.length };
}

/** One that is being removed already, as by another thaw, is no error. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  await engine.docker
    .getContainer(id)
    .remove({ force: true, v: true })
    .catch(() => {});
}
