import { setTimeout as sleep } from "node:timers/promises";
import { type Belonging, keptOwner, noteOf, tagsOf, usualLifeMs } from "./belonging.ts";
import { KnownRegions } from "./known-regions.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";
import { listFunctions, listLayers, listLogs } from "./listing.ts";
import { Made } from "./made.ts";
import { namePrefix, runPrefix, tagKeys } from "./names.ts";
import { Layers } from "./publish-layer.ts";
import { PushedImages } from "./push-image.ts";
import { readTags } from "./read-tags.ts";
import { endpointOf, openRegion, type Region } from "./region.ts";
import { removeThings } from "./removal.ts";
import { listRepositories } from "./repository.ts";
import { namesOfThings, type Things } from "./things.ts";

/** Rounds of removing and looking again, and the time between two, in milliseconds. */
const maxRounds = 4;
const betweenRoundsMs = 1000;

/** What one run has in one region. */
export class RunRegion {
  readonly region: Region;
  readonly made = new Made();
  readonly layers: Layers;
  readonly images: PushedImages;
  /** Of every function. */
  readonly tags: Readonly<Record<string, string>>;
  readonly #prefix: string;
  readonly #keep: boolean;

  constructor(region: Region, options: LambdaTargetOptions) {
    const { runId, clock, expiresAfterMs = usualLifeMs, images, keep = false } = options;
    const owner = keep ? keptOwner : options.owner;
    const expiry = new Date(clock.date().getTime() + expiresAfterMs).toISOString();
    this.region = region;
    this.#keep = keep;
    const belonging: Belonging = { owner, runId, expiry };
    this.tags = tagsOf(belonging);
    this.layers = new Layers({ region, made: this.made, runId, note: noteOf(belonging), keep });
    this.images = new PushedImages({ region, made: this.made, runId, tags: this.tags, images });
    this.#prefix = runPrefix(runId);
  }

  /**
   * Removes all that the run made here, and looks whether it is gone: also for what came about behind its back, as the log
   * of a function that was deleted before its last lines arrived. @returns what is left, in words.
   */
  async remove(signal: AbortSignal): Promise<readonly string[]> {
    await this.made.settled();
    if (this.#keep || this.made.isNothing) {
      return [];
    }
    const { functions, layers, repositories } = this.made;
    const things = {
      functions: [...functions],
      layers: [...layers],
      logs: await this.#logs(signal),
      repositories: [...repositories],
    };
    const reasons = await removeThings(this.region, things, signal, () => this.#waitForLogs(signal));
    return this.#removeRest(reasons, signal);
  }

  async #removeRest(reasons: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    let why = reasons;
    for (let round = 0; ; round++) {
      const things = await this.#list(signal);
      const left = namesOfThings(things);
      if (left.length === 0) {
        return [];
      }
      if (round === maxRounds) {
        return [...left.map((thing) => `${this.region.name}: ${thing}`), ...why];
      }
      if (round > 0) {
        await sleep(betweenRoundsMs, undefined, { signal });
      }
      why = await removeThings(this.region, things, signal);
    }
  }

  /** By the run's prefix; a function that it knows nothing of must have its tags. */
  async #list(signal: AbortSignal): Promise<Things> {
    const [functions, layers, logs] = await Promise.all([
      listFunctions(this.region, this.#prefix, signal),
      listLayers(this.region, this.#prefix, signal),
      listLogs(this.region, this.#prefix, signal),
    ]);
    const own: string[] = [];
    for (const [name, arn] of functions) {
      if (this.made.functions.has(name) || (await this.#isTagged(arn, signal))) {
        own.push(name);
      }
    }
    const repositories = await this.#repositories(signal);
    return { functions: own, layers: layers.map(({ name }) => name), logs, repositories };
  }

  /** Where nothing was pushed, nobody need be allowed to look. */
  async #repositories(signal: AbortSignal): Promise<readonly string[]> {
    const made = this.made.repositories;
    return made.size === 0
      ? []
      : (await listRepositories(this.region, namePrefix, signal))
          .map(({ name }) => name)
          .filter((name) => made.has(name));
  }

  async #logs(signal: AbortSignal): Promise<readonly string[]> {
    return listLogs(this.region, this.#prefix, signal).catch(() => []);
  }

  async #isTagged(arn: string, signal: AbortSignal): Promise<boolean> {
    const tags = await readTags(this.region, arn, signal);
    return tags?.[tagKeys.run] === this.tags[tagKeys.run];
  }

  async #waitForLogs(signal: AbortSignal): Promise<void> {
    const { invokedMs, clock, patience } = this.region;
    const leftMs = invokedMs === undefined ? 0 : patience.lateLogMs - (clock.nowMs() - invokedMs);
    if (leftMs > 0) {
      await sleep(leftMs, undefined, { signal });
    }
  }
}

/** Opens a region for a run, and notes for a clean-up that there is something to look at. @throws as `openRegion`. */
export async function openRunRegion(
  options: LambdaTargetOptions,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<RunRegion> {
  const region = await openRegion(options, wanted, signal);
  await new KnownRegions(options.cacheFolder, endpointOf(options)).add(region.name);
  return new RunRegion(region, options);
}
