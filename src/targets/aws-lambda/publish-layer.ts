import { GetLayerVersionByArnCommand, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { PreparationError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";
import type { DeployLayer } from "./deploy-package.ts";
import type { Made } from "./made.ts";
import { layerNameOf } from "./names.ts";
import type { Region } from "./region.ts";

/** A layer version that functions can be made with. */
export interface ReadyLayer {
  readonly arn: string;
  /** SHA-256 over its tree where thaw published it, else over its zip as AWS knows it. */
  readonly digest: string;
}

/** The layers of a run in one region: each is published once. */
export class Layers {
  readonly #region: Region;
  readonly #made: Made;
  readonly #runId: string;
  readonly #note: string;
  readonly #ready = new Map<string, Promise<ReadyLayer>>();

  /** `note` says whose they are, as layers have no tags. */
  constructor(region: Region, made: Made, runId: string, note: string) {
    this.#region = region;
    this.#made = made;
    this.#runId = runId;
    this.#note = note;
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
    const { calls, lambda } = this.#region;
    const name = layerNameOf(this.#runId, digest);
    this.#made.layers.add(name);
    const { LayerVersionArn: arn } = await this.#made.making(() =>
      calls.make({
        action: "lambda:PublishLayerVersion",
        kind: "control",
        signal,
        // Not given up under way: what may have been made has to be known before it is removed.
        send: () =>
          lambda.send(
            new PublishLayerVersionCommand({
              LayerName: name,
              Description: this.#note,
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
    const { calls, lambda } = this.#region;
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
