import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { type ConnectedEngineFacts, connectEngine, type Engine } from "./engine.ts";
import { readImage } from "./images.ts";
import { type MissingLimit, missingLimits } from "./missing-limits.ts";
import type { NeededImage } from "./needed-images.ts";

/** What the docker target finds on this machine. */
export interface DockerFindings {
  readonly available: boolean;
  /** The engine, or why there is none that can be used. */
  readonly detail: string;
  /** Limits of Lambda that do not work here, and why. */
  readonly limits: readonly MissingLimit[];
  /** What it says of itself, and where it is asked; absent where none answers. */
  readonly engine?: (ConnectedEngineFacts & { readonly address: string }) | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks the engine what it is. Changes nothing; never rejects. */
export async function examineDocker(environment: Environment): Promise<DockerFindings> {
  try {
    const engine = await connectEngine(environment);
    const { facts, address } = engine;
    return {
      available: true,
      detail: detailOf(engine),
      limits: missingLimits(engine),
      engine: { ...facts, address: address.host },
    };
  } catch (error) {
    const hint = error instanceof UnavailableError && error.hint !== undefined ? ` (${error.hint})` : "";
    return { available: false, detail: `${messageOf(error)}${hint}`, limits: [] };
  }
}

function detailOf({ facts, address }: Engine): string {
  const { name, version, cgroupVersion, rootless, local } = facts;
  return [
    `${name} ${version} at ${address.host}`,
    cgroupVersion === undefined ? "no control groups" : `control groups version ${cgroupVersion}`,
    ...(rootless ? ["rootless"] : []),
    ...(local ? [] : ["on another kernel than thaw: not compared with other runs"]),
  ].join(", ");
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
  } catch (error) {
    return messageOf(error);
  }
}
