import type { Variant } from "../../plan/variant.ts";
import { sha256 } from "../../shared/digest.ts";
import { PreparationError, UnavailableError } from "../../shared/errors.ts";
import type { ImagePusher } from "../target.ts";
import type { Made } from "./made.ts";
import { repositoryNameOf } from "./names.ts";
import type { Region } from "./region.ts";
import { createRepository, logIn } from "./repository.ts";

/** What an image is pushed with. */
export interface Pushing {
  readonly region: Region;
  readonly made: Made;
  readonly runId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly images: ImagePusher | undefined;
}

/** The images that a run has pushed to one region: each Dockerfile once for an architecture. */
export class PushedImages {
  readonly #pushing: Pushing;
  readonly #pushed = new Map<string, Promise<string>>();

  constructor(pushing: Pushing) {
    this.#pushing = pushing;
  }

  /**
   * URI of a variant's image in ECR. @throws UnavailableError where nothing pushes; PreparationError where it cannot be built.
   */
  uriOf(variant: Variant, dockerfile: string, signal: AbortSignal): Promise<string> {
    const key = `${variant.architecture} ${dockerfile}`;
    const pushed = this.#pushed.get(key) ?? this.#push(variant, sha256(key).slice(0, 16), signal);
    this.#pushed.set(key, pushed);
    return pushed;
  }

  async #push(variant: Variant, tag: string, signal: AbortSignal): Promise<string> {
    const { region, made, runId, tags, images } = this.#pushing;
    if (images === undefined) {
      throw new UnavailableError(
        "image.dockerfile: nothing here builds images for ECR, where Lambda takes them from",
        "build and push it, and name it with image.uri",
      );
    }
    const name = repositoryNameOf(runId);
    made.repositories.add(name);
    const repository = await made.making(() => createRepository(region, name, tags, signal));
    if (repository === "") {
      throw new PreparationError(`${name}: expected a repository in ECR, got none`);
    }
    const login = await logIn(region, signal);
    const digest = await images.push(variant, { ...login, reference: `${repository}:${tag}` }, signal);
    return `${repository}@${digest}`;
  }
}
