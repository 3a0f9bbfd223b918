import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { connectEngine, type Engine } from "./engine.ts";
import type { OnImageProgress } from "./image-progress.ts";
import { readImage } from "./images.ts";
import type { NeededImage } from "./needed-images.ts";

/** What became of one image. */
export type Pulled =
  | {
      readonly image: string;
      readonly outcome: "fetched" | "present";
      /** `sha256:…` by which its registry knows it; absent where it was made here. */
      readonly digest?: string | undefined;
    }
  | {
      readonly image: string;
      readonly outcome: "failed";
      readonly reason: string;
      /** What may be done about it. */
      readonly hint?: string | undefined;
    };

/** Fetches the images that the engine does not have, one after the other. @throws UnavailableError when none answers. */
export async function pullImages(
  environment: Readonly<Record<string, string | undefined>>,
  images: readonly NeededImage[],
  onProgress: OnImageProgress,
): Promise<readonly Pulled[]> {
  const engine = await connectEngine(environment);
  const results: Pulled[] = [];
  for (const image of images) {
    results.push(await pullMissing(engine, image, onProgress));
  }
  return results;
}

/** @throws UnavailableError in the engine's words when it cannot be fetched. */
export async function pullImage(
  engine: Engine,
  { name: image, platform }: NeededImage,
  onProgress: OnImageProgress,
  signal?: AbortSignal,
): Promise<void> {
  const options = {
    ...(platform === undefined ? {} : { platform }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  try {
    const stream = await engine.call(engine.docker.pull(image, options));
    await engine.call(follow(engine, stream, image, onProgress));
  } catch (error) {
    signal?.throwIfAborted();
    const words = messageOf(error);
    throw new UnavailableError(
      `the image ${image} cannot be fetched: ${words}`,
      image.startsWith("public.ecr.aws/lambda/")
        ? "is the registry reached from here? npm run base-images builds local stand-ins"
        : "is the registry reached from here? one that wants a login is for the engine's own command (docker pull)",
      { cause: error },
    );
  }
}

async function pullMissing(engine: Engine, image: NeededImage, onProgress: OnImageProgress): Promise<Pulled> {
  const { name } = image;
  try {
    const present = await readImage(engine, name);
    if (present === undefined) {
      await pullImage(engine, image, onProgress);
    }
    const digest = (present ?? (await readImage(engine, name)))?.registryDigest;
    const outcome = present === undefined ? "fetched" : "present";
    return { image: name, outcome, ...(digest === undefined ? {} : { digest }) };
  } catch (error) {
    const hint = error instanceof UnavailableError ? error.hint : undefined;
    return { image: name, outcome: "failed", reason: messageOf(error), ...(hint && { hint }) };
  }
}

interface PullEvent {
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

function follow(
  engine: Engine,
  stream: NodeJS.ReadableStream,
  image: string,
  onProgress: OnImageProgress,
): Promise<void> {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  return new Promise((resolve, reject) => {
    engine.docker.modem.followProgress(
      stream,
      (error: Error | null) => (error === null ? resolve() : reject(error)),
      ({ id, progressDetail }: PullEvent) => {
        if (id !== undefined && progressDetail?.total !== undefined) {
          layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
        }
        const known = [...layers.values()];
        const doneBytes = known.reduce((sum, { current }) => sum + current, 0);
        const totalBytes = known.reduce((sum, { total }) => sum + total, 0);
        onProgress({ kind: "fetching", image, doneBytes, totalBytes });
      },
    );
  });
}
