import type { Variant } from "../../plan/variant.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { architectureOf, type Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";

/** An image of this engine, as far as a sandbox is made from it. */
export interface Image {
  readonly name: string;
  /** `sha256:…` of its configuration: what identifies it on every engine. */
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  /** Built on this machine to stand in for AWS's. */
  readonly localBase: boolean;
}

/** @throws UnavailableError when the engine does not have it, or has it for another architecture. */
export async function findImage(engine: Engine, name: string, variant: Variant): Promise<Image> {
  const found = await inspect(engine, name);
  if (found === undefined) {
    throw new UnavailableError(
      `${variant.runtime} needs the image ${name}, which this engine does not have`,
      `fetch it with: thaw pull; or build a local one with: npm run base-images ${variant.runtime}`,
    );
  }
  const architecture = architectureOf(found.Architecture);
  if (architecture !== variant.architecture) {
    throw new UnavailableError(
      `the image ${name} is made for ${architecture}, not for ${variant.architecture}`,
    );
  }
  const { Config: config } = found;
  return {
    name,
    id: found.Id,
    variables: variablesOf(config.Env ?? []),
    entrypoint: wordsOf(config.Entrypoint),
    command: wordsOf(config.Cmd),
    workdir: config.WorkingDir || "/",
    localBase: config.Labels?.["thaw.base"] === "local",
  };
}

async function inspect(engine: Engine, name: string) {
  try {
    return await engine.docker.getImage(name).inspect();
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    return engine.call(Promise.reject(error));
  }
}

function variablesOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function wordsOf(words: string | readonly string[] | null | undefined): readonly string[] {
  return typeof words === "string" ? [words] : (words ?? []);
}
