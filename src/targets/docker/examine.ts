import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { connectEngine } from "./engine.ts";
import { readImage } from "./images.ts";
import type { NeededImage } from "./needed-images.ts";

/** What the docker target finds on this machine. */
export interface DockerFindings {
  readonly available: boolean;
  /** The engine, or why there is none that can be used. */
  readonly detail: string;
  /** Limits of Lambda that do not work here, and why. */
  readonly limits: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks the engine what it is. Changes nothing; never rejects. */
export async function examineDocker(environment: Environment): Promise<DockerFindings> {
  try {
    const { facts, address, warnings } = await connectEngine(environment);
    const { name, version, cgroupVersion, rootless, local } = facts;
    const cgroup =
      cgroupVersion === undefined ? "no control groups" : `control groups version ${cgroupVersion}`;
    const detail = `${name} ${version} at ${address.host}, ${cgroup}${rootless ? ", rootless" : ""}`;
    if (!local) {
      return { available: false, detail: `${detail}: it runs on another kernel than thaw`, limits: [] };
    }
    const limits = [
      ...(process.getuid?.() === 0
        ? []
        : ["the size of /tmp is not enforced: that needs the right to mount"]),
      ...warnings,
    ];
    return { available: true, detail, limits };
  } catch (error) {
    const hint = error instanceof UnavailableError && error.hint !== undefined ? ` (${error.hint})` : "";
    return { available: false, detail: `${messageOf(error)}${hint}`, limits: [] };
  }
}

/** Why containers cannot be used at once for all of these images; undefined when they can. Fetches nothing, never rejects. */
export async function obstacleToDocker(
  environment: Environment,
  images: readonly NeededImage[],
): Promise<string | undefined> {
  try {
    const engine = await connectEngine(environment);
    if (!engine.facts.local) {
      return "the container engine runs on another kernel";
    }
    for (const { name } of images) {
      if ((await readImage(engine, name)) === undefined) {
        return `the container engine does not have ${name}`;
      }
    }
    return undefined;
  } catch {
    return "no container engine answers";
  }
}
