import { UnavailableError } from "../../shared/errors.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";

/** How far the fetching of an image is: bytes of all layers that have begun. */
export interface PullProgress {
  readonly image: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What became of one image. */
export type Pulled =
  | { readonly image: string; readonly outcome: "fetched" | "present" }
  | { readonly image: string; readonly outcome: "failed"; readonly reason: string };

/** Fetches the images that the engine does not have, one after the other. @throws UnavailableError when none answers. */
export async function pullImages(
  environment: Readonly<Record<string, string | undefined>>,
  images: readonly string[],
  onProgress: (progress: PullProgress) => void,
): Promise<readonly Pulled[]> {
  const engine = await connectEngine(environment);
  const results: Pulled[] = [];
  for (const image of images) {
    results.push(await pullMissing(engine, image, onProgress));
  }
  return results;
}

/** Whether the engine has an image. */
export async function hasImage(engine: Engine, image: string): Promise<boolean> {
  try {
    await engine.docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) {
      return false;
    }
    return engine.call(Promise.reject(error));
  }
}

/** @throws UnavailableError in the engine's words when it cannot be fetched. */
export async function pullImage(
  engine: Engine,
  image: string,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  try {
    const stream = await engine.call(engine.docker.pull(image));
    await engine.call(follow(engine, stream, image, onProgress));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UnavailableError(
      `the image ${image} cannot be fetched: ${words}`,
      "is the registry reached from here? npm run base-images builds local stand-ins",
      { cause: error },
    );
  }
}

async function pullMissing(
  engine: Engine,
  image: string,
  onProgress: (progress: PullProgress) => void,
): Promise<Pulled> {
  if (await hasImage(engine, image)) {
    return { image, outcome: "present" };
  }
  try {
    await pullImage(engine, image, onProgress);
    return { image, outcome: "fetched" };
  } catch (error) {
    return { image, outcome: "failed", reason: error instanceof Error ? error.message : String(error) };
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
  onProgress: (progress: PullProgress) => void,
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
        onProgress({ image, doneBytes, totalBytes });
      },
    );
  });
}
