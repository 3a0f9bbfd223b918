import { GetLayerVersionByArnCommand, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { PreparationError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";
import type { DeployLayer } from "./deploy-package.ts";
import { listLayerVersions } from "./listing.ts";
import type { Made } from "./made.ts";
import { layerNameOf } from "./names.ts";
import type { Region } from "./region.ts";

/** A layer version that functions can be made with. */
export interface ReadyLayer {
  readonly arn: string;
  /** SHA-256 over its tree where thaw published it, else over its zip as AWS knows it. */
  readonly digest: string;
}

/** What layers are published with. */
export interface LayersOptions {
  readonly region: Region;
  readonly made: Made;
  readonly runId: string;
  /** Says whose they are, as layers have no tags. */
  readonly note: string;
  /** Those that an earlier run of this name has published are taken. */
  readonly keep: boolean;
}

/** The layers of a run in one region: each is published once. */
export class Layers {
  readonly #options: LayersOptions;
  readonly #ready = new Map<string, Promise<ReadyLayer>>();

  constructor(options: LayersOptions) {
    this.#options = options;
  }

  /** @throws PreparationError when AWS does not take a layer, or does not have it. */
  ready(layer: DeployLayer, signal: AbortSignal): Promise<ReadyLayer> {
    const key = layer.kind === "arn" ? layer.arn : layer.digest;
    const ready =
      this.#ready.get(key) ??
      (layer.kind === "arn" ? this.#find(layer.arn, signal) : this.#publish(layer, signal)).catch(refuse);
    this.#ready.set(key, ready);
    return ready;
  }

  async #publish(
    { digest, zip }: Extract<DeployLayer, { kind: "zip" }>,
    signal: AbortSignal,
  ): Promise<ReadyLayer> {
    const { region, made, runId, note, keep } = this.#options;
    const { calls, lambda } = region;
    const name = layerNameOf(runId, digest);
    made.layers.add(name);
    const [kept] = keep ? await listLayerVersions(region, name, signal) : [];
    if (kept !== undefined) {
      return { arn: kept.arn, digest };
    }
    const { LayerVersionArn: arn } = await made.making(() =>
      calls.make({
        action: "lambda:PublishLayerVersion",
        kind: "control",
        signal,
        // Not given up under way: what may have been made has to be known before it is removed.
        send: () =>
          lambda.send(
            new PublishLayerVersionCommand({
              LayerName: name,
              Description: note,
              Content: { ZipFile: zip },
            }),
          ),
      }),
    );
    if (arn === undefined) {
      throw new PreparationError(`${name}: expected a published layer, got none`);
    }
    return { arn, digest };
  }

  async #find(arn: string, signal: AbortSignal): Promise<ReadyLayer> {
    const { calls, lambda } = this.#options.region;
    const { Content: content } = await calls.make({
      action: "lambda:GetLayerVersion",
      kind: "control",
      signal,
      send: (abortSignal) => lambda.send(new GetLayerVersionByArnCommand({ Arn: arn }), { abortSignal }),
    });
    return { arn, digest: Buffer.from(content?.CodeSha256 ?? "", "base64").toString("hex") };
  }
}

function refuse(error: unknown): never {
  throw error instanceof RefusedCall ? new PreparationError(error.message) : error;
}
