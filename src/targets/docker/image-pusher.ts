import { randomBytes } from "node:crypto";
import { messageOf, PreparationError } from "../../shared/errors.ts";
import { ownName } from "../local/owner.ts";
import type { ImagePusher, PushDestination } from "../target.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { createImageBuilds } from "./image-builds.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import { type ImageEngine, type ImageOptions, prepareImage } from "./prepare-image.ts";

/** Asks no engine before the first push. */
export function createImagePusher(
  options: ImageOptions & Pick<DockerTargetOptions, "hostEnvironment">,
): ImagePusher {
  let opening: Promise<ImageEngine> | undefined;
  return {
    push: async (variant, destination, signal) => {
      opening ??= openEngine(options);
      const run = await opening;
      const image = await prepareImage(run, options, variant, signal);
      return pushImage(run.engine, image.name, destination, signal);
    },
    remove: async () => {
      const run = await opening?.catch(() => undefined);
      await run?.builds.remove();
    },
  };
}

async function openEngine({
  hostEnvironment,
}: Pick<DockerTargetOptions, "hostEnvironment">): Promise<ImageEngine> {
  const engine = await connectEngine(hostEnvironment);
  const labels = { [runLabel]: randomBytes(4).toString("hex"), [ownerLabel]: ownName() };
  return { engine, builds: createImageBuilds(engine, labels) };
}

async function pushImage(
  engine: Engine,
  name: string,
  { reference, username, password }: PushDestination,
  signal: AbortSignal,
): Promise<string> {
  const at = reference.lastIndexOf(":");
  const repo = reference.slice(0, at);
  const tag = reference.slice(at + 1);
  const [serveraddress = ""] = repo.split("/");
  try {
    await engine.call(engine.docker.getImage(name).tag({ repo, tag }));
    const pushing = engine.docker
      .getImage(reference)
      .push({ authconfig: { username, password, serveraddress }, abortSignal: signal });
    return await engine.call(digestOf(engine, await engine.call(pushing)));
  } catch (error) {
    signal.throwIfAborted();
    const words = messageOf(error).replaceAll(password, "…");
    throw new PreparationError(`${reference}: expected an image to be pushed, got ${words}`);
  }
}

/** The engine tells it at the end. */
function digestOf(engine: Engine, stream: NodeJS.ReadableStream): Promise<string> {
  let digest: string | undefined;
  return new Promise((resolve, reject) => {
    engine.docker.modem.followProgress(
      stream,
      (error: Error | null) => {
        if (error !== null) {
          reject(error);
        } else if (digest === undefined) {
          reject(new Error("no digest"));
        } else {
          resolve(digest);
        }
      },
      ({ aux }: { readonly aux?: { readonly Digest?: string } }) => {
        digest = aux?.Digest ?? digest;
      },
    );
  });
}
