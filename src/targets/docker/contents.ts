import { basename, dirname } from "node:path";
import { initPath } from "./container-options.ts";
import type { Engine } from "./engine.ts";
import { fileArchive, folderArchive } from "./folder-archive.ts";
import type { Image } from "./images.ts";
import { initProgram } from "./init-program.ts";
import { once } from "./once.ts";
import type { Volumes } from "./volumes.ts";

/** How what lies on this machine comes into containers; everything is read-only there. */
export interface Contents {
  /** The bind that puts the first process's program, of an image's architecture, in its place. */
  initBind(image: Image): Promise<string>;
  /** What a folder of this machine is bound from. `image`: any that the engine has. */
  source(folder: string, image: Image): Promise<string>;
}

/** By mounts, where the engine sees this machine's files; else by volumes that are filled with them. */
export function openContents(engine: Engine, volumes: Volumes): Contents {
  return engine.facts.local ? mountedFromHere() : inVolumes(volumes);
}

function mountedFromHere(): Contents {
  return {
    initBind: async ({ architecture }) => `${initProgram(architecture)}:${initPath}:ro`,
    source: async (folder) => folder,
  };
}

/** Each is filled once. */
function inVolumes(volumes: Volumes): Contents {
  const filled = new Map<string, Promise<string>>();
  return {
    initBind: async ({ architecture, id }) => {
      const program = initProgram(architecture);
      const fill = () => volumes.filled(id, () => fileArchive(program, basename(initPath)));
      return `${await once(filled, program, fill)}:${dirname(initPath)}:ro`;
    },
    source: (folder, { id }) => once(filled, folder, () => volumes.filled(id, () => folderArchive(folder))),
  };
}
