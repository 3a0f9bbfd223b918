import type { Variant } from "../../plan/variant.ts";
import { canonicalJson, sha256 } from "../../shared/digest.ts";
import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { architectureOf, type Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";

/** An image of this engine, as far as a sandbox is made from it. */
export interface Image {
  readonly name: string;
  /** `sha256:…` of its configuration: what identifies it on every engine. */
  readonly id: string;
  readonly architecture: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  /** Built on this machine to stand in for AWS's, or on top of such a one. */
  readonly localBase: boolean;
  /** Unpacked. */
  readonly bytes: number;
  /** SHA-256 of its layers and of the settings that a sandbox takes over: the same again when it is built again from a cache. */
  readonly contentDigest: string;
  /** `sha256:…` by which the registry knows it that it was fetched from. */
  readonly registryDigest: string | undefined;
}

/** @throws UnavailableError when the engine does not have it, or has it for another architecture. */
export async function findImage(engine: Engine, name: string, variant: Variant): Promise<Image> {
  const image = await readImage(engine, name);
  if (image === undefined) {
    throw variant.package === "image"
      ? new UnavailableError(
          `this engine does not have the image ${name}`,
          "fetch it with: thaw pull; or with the engine's own command where its registry wants a login",
        )
      : new UnavailableError(
          `${variant.runtime} needs the image ${name}, which this engine does not have`,
          `fetch it with: thaw pull; or build a local one with: npm run base-images ${variant.runtime}`,
        );
  }
  refuseOtherArchitecture(image, variant);
  return image;
}

/** @throws UnavailableError when it is made for another architecture than the variant's. */
export function refuseOtherArchitecture(image: Image, variant: Pick<Variant, "architecture">): void {
  if (image.architecture !== variant.architecture) {
    throw new UnavailableError(
      `the image ${image.name} is made for ${image.architecture}, not for ${variant.architecture}`,
    );
  }
}

/** An image by its name or id; undefined where the engine does not have it. */
export async function readImage(engine: Engine, name: string): Promise<Image | undefined> {
  const found = await inspect(engine, name);
  if (found === undefined) {
    return undefined;
  }
  const { Config: config } = found;
  const settings = {
    variables: variablesOf(config.Env ?? []),
    entrypoint: wordsOf(config.Entrypoint),
    command: wordsOf(config.Cmd),
    workdir: config.WorkingDir || "/",
  };
  return {
    name,
    id: found.Id,
    architecture: architectureOf(found.Architecture),
    ...settings,
    localBase: config.Labels?.["thaw.base"] === "local",
    bytes: found.Size,
    contentDigest: sha256(canonicalJson({ layers: found.RootFS?.Layers ?? [found.Id], ...settings })),
    registryDigest: registryDigestOf(name, found.RepoDigests ?? []),
  };
}

async function inspect(engine: Engine, name: string) {
  try {
    // The library puts the name into a path as it is.
    return await engine.soon(engine.docker.getImage(encodeURI(name)).inspect());
  } catch (error) {
    // By a name that none can have there is none.
    if (statusOf(error) === 404 || messageOf(error).includes("invalid reference format")) {
      return undefined;
    }
    throw error;
  }
}

/** The same image may have come from several repositories: the one that is named counts. */
function registryDigestOf(name: string, digests: readonly string[]): string | undefined {
  const repository = name.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  const found = digests.find((digest) => {
    const known = digest.slice(0, digest.indexOf("@"));
    return known === repository || known.endsWith(`/${repository}`);
  });
  return found?.slice(found.indexOf("@") + 1);
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
