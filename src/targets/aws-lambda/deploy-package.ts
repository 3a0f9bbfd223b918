import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { layOut, refuseTooLarge } from "../../packages/lay-out.ts";
import { extensionNames, listExtensions } from "../../packages/list-extensions.ts";
import { preparePackage } from "../../packages/prepare-package.ts";
import { removeTree } from "../../packages/read-only.ts";
import { readTreeFacts, type TreeFacts } from "../../packages/tree-digest.ts";
import { zipFolder } from "../../packages/zip-folder.ts";
import type { Variant } from "../../plan/variant.ts";
import { PreparationError } from "../../shared/errors.ts";
import type { LambdaTargetOptions } from "./lambda-options.ts";

/** A layer of a variant: one that is there, or one to be published. */
export type DeployLayer =
  | { readonly kind: "arn"; readonly arn: string }
  | { readonly kind: "zip"; readonly digest: string; readonly zip: Buffer };

/** What a zip variant is deployed from. */
export interface DeployPackage {
  readonly zip: Buffer;
  readonly functionDigest: string;
  /** In order. */
  readonly layers: readonly DeployLayer[];
  /** Unpacked size of the function and those layers that thaw publishes. */
  readonly packageBytes: number;
  /** External extensions in the layers that thaw publishes. */
  readonly extensions: readonly string[];
}

/** Lambda's limit for a package that is sent with the call. */
const maxZipBytes = 50 * 1024 * 1024;

/** Packs code and layers; what is packed already is packed once in a run. */
export class Packer {
  readonly #options: LambdaTargetOptions;
  readonly #zips = new Map<string, Promise<Buffer>>();

  constructor(options: LambdaTargetOptions) {
    this.#options = options;
  }

  /** @throws PreparationError when a source is missing, does not build or is too large. */
  async pack(variant: Variant, signal: AbortSignal): Promise<DeployPackage> {
    const { temporaryFolder, cacheFolder, hostEnvironment: environment } = this.#options;
    const folder = await mkdtemp(join(temporaryFolder, "thaw-lambda-"));
    try {
      const code = { ...variant, layers: { ...variant.layers, sources: [] } };
      const input = { variant: code, folder: join(folder, "code"), cacheFolder, environment, signal };
      const { taskRoot, functionDigest, packageBytes } = await preparePackage(input);
      const zip = await this.#zip(functionDigest, taskRoot);
      refuseLargeZip(zip, "code");
      const layers: PackedLayer[] = [];
      for (const [index, source] of variant.layers.sources.entries()) {
        layers.push(await this.#packLayer(source, join(folder, `layer-${index}`), signal));
      }
      const bytes = layers.reduce((sum, layer) => sum + layer.bytes, packageBytes);
      refuseTooLarge(bytes);
      const extensions = extensionNames([...new Set(layers.flatMap((layer) => layer.extensions))]);
      return {
        zip,
        functionDigest,
        layers: layers.map(({ layer }) => layer),
        packageBytes: bytes,
        extensions,
      };
    } finally {
      await removeTree(folder);
    }
  }

  async #packLayer(source: string, folder: string, signal: AbortSignal): Promise<PackedLayer> {
    if (source.startsWith("arn:")) {
      return { layer: { kind: "arn", arn: source }, bytes: 0, extensions: [] };
    }
    await mkdir(folder);
    const root = join(folder, "opt");
    await layOut(source, root, signal);
    const { digest, bytes }: TreeFacts = await readTreeFacts(root);
    const zip = await this.#zip(digest, root);
    refuseLargeZip(zip, source);
    const extensions = (await listExtensions(root)) ?? [];
    return { layer: { kind: "zip", digest, zip }, bytes, extensions };
  }

  #zip(digest: string, folder: string): Promise<Buffer> {
    const zip = this.#zips.get(digest) ?? zipFolder(folder);
    this.#zips.set(digest, zip);
    return zip;
  }
}

interface PackedLayer {
  readonly layer: DeployLayer;
  readonly bytes: number;
  readonly extensions: readonly string[];
}

function refuseLargeZip(zip: Buffer, what: string): void {
  if (zip.byteLength > maxZipBytes) {
    const megabytes = Math.ceil(zip.byteLength / 1024 / 1024);
    throw new PreparationError(
      `${what}: expected at most 50 MB when zipped, got ${megabytes} MB`,
      "Lambda takes no more with a call: put parts of it into layers, or make it an image",
    );
  }
}
