import type { TemporaryStorage } from "./temporary-storage.ts";
import type { Volumes } from "./volumes.ts";

/** Volumes that are tried to be removed together: those of ended sandboxes whose containers may still stand. */
const removalBatch = 16;

/**
 * A new volume for each sandbox: disk, not memory, of a size that nothing limits, with the rights that the image's own /tmp has.
 * For engines that do not see this machine's files, for those without root, whose sandboxes' files only they can remove, and for
 * machines where all that thaw may write in is memory.
 */
export function temporaryVolumes(volumes: Volumes): TemporaryStorage {
  let ended: string[] = [];
  const removeEnded = async () => {
    const left = await Promise.all(ended.map(async (name) => ((await volumes.remove(name)) ? [] : [name])));
    ended = left.flat();
  };
  return {
    kind: "volume",
    acquire: async () => {
      if (ended.length >= removalBatch) {
        await removeEnded();
      }
      return volumes.empty();
    },
    // What is in a volume of an engine elsewhere is not seen from here.
    watch: async () => undefined,
    release: async (name) => {
      ended.push(name);
    },
    remove: removeEnded,
  };
}
