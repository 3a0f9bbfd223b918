import type { Readable } from "node:stream";
import { createContainer } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import { removeContainer } from "./leftovers.ts";

/** The volumes of a run, for an engine that does not see this machine's files. */
export interface Volumes {
  /** A new one with what is in an archive. `image`: any that the engine has. Resolves with its name. */
  filled(image: string, archive: () => Readable): Promise<string>;
  /** A new one; an engine gives it what the image has where it is mounted. Resolves with its name. */
  empty(): Promise<string>;
  /** Removes one; false where it is in use. */
  remove(name: string): Promise<boolean>;
  /** Removes all that are left. Never rejects. */
  removeAll(): Promise<void>;
}

/** Where a volume is while it is filled. */
const fillPath = "/.thaw";

/** Makes volumes called `thaw-<run>-<number>`. */
export function openVolumes(engine: Engine, run: string, labels: Readonly<Record<string, string>>): Volumes {
  const made = new Set<string>();
  let count = 0;
  const empty = async () => {
    const name = `thaw-${run}-${count++}`;
    await engine.soon(engine.docker.createVolume({ Name: name, Labels: { ...labels } }));
    made.add(name);
    return name;
  };
  const remove = async (name: string) => {
    try {
      await engine.soon(engine.docker.getVolume(name).remove());
    } catch {
      return false;
    }
    made.delete(name);
    return true;
  };
  return {
    empty,
    filled: async (image, archive) => {
      const name = await empty();
      await fill(engine, { image, name, labels }, archive());
      return name;
    },
    remove,
    removeAll: async () => {
      await Promise.all([...made].map(remove));
    },
  };
}

interface Filling {
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Through a container that is never started. */
async function fill(engine: Engine, { image, name, labels }: Filling, archive: Readable): Promise<void> {
  const container = await createContainer(engine, {
    Image: image,
    Entrypoint: ["/nothing"],
    Labels: { ...labels },
    NetworkDisabled: true,
    HostConfig: { Binds: [`${name}:${fillPath}`], NetworkMode: "none" },
  });
  try {
    await engine.call(container.putArchive(archive, { path: fillPath }));
  } finally {
    await removeContainer(engine, container.id);
  }
}
