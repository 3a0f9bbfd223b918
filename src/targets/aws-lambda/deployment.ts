import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Variant } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import { sha256 } from "../../shared/digest.ts";
import { PreparationError } from "../../shared/errors.ts";
import type { Packer } from "./deploy-package.ts";
import type { FunctionCode } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import type { RunRegion } from "./run-region.ts";

type CodeFacts = Pick<
  PreparedFacts,
  "functionDigest" | "layerDigests" | "packageBytes" | "extensions" | "imageDigest"
>;

/** What functions run. */
export interface DeployedCode {
  /** External extensions may be in it. */
  readonly mayHaveExtensions: boolean;
  /** What is known of it when a function was made from it. */
  facts(made: FunctionState): CodeFacts;
}

/** Code that AWS can make functions from. */
export interface Deployment extends DeployedCode {
  readonly code: FunctionCode;
}

/**
 * Packs a variant, and publishes its layers. @throws PreparationError when it cannot be packed; UnavailableError for an image
 * that nothing builds.
 */
export function deploy(
  home: RunRegion,
  packer: Packer,
  variant: Variant,
  signal: AbortSignal,
): Promise<Deployment> {
  return variant.package === "image"
    ? deployImage(home, variant, signal)
    : deployZip(home, packer, variant, signal);
}

async function deployZip(
  home: RunRegion,
  packer: Packer,
  variant: Variant,
  signal: AbortSignal,
): Promise<Deployment> {
  const { zip, functionDigest, packageBytes, extensions, layers } = await packer.pack(variant, signal);
  const ready = await Promise.all(layers.map((layer) => home.layers.ready(layer, signal)));
  return {
    code: { kind: "zip", zip, layerArns: ready.map(({ arn }) => arn) },
    // What a layer holds that is named by its ARN is not known.
    mayHaveExtensions: extensions.length > 0 || layers.some(({ kind }) => kind === "arn"),
    facts: () => ({
      functionDigest,
      layerDigests: ready.map(({ digest }) => digest),
      packageBytes,
      ...(extensions.length === 0 ? {} : { extensions }),
    }),
  };
}

/** The code of a function that thaw did not make, as far as AWS tells: its layers are known by their versions. */
export function existingCode({ configuration }: FunctionState): DeployedCode {
  const { CodeSha256 = "", CodeSize = 0, Layers: layers = [], PackageType } = configuration;
  const isImage = PackageType === "Image";
  return {
    mayHaveExtensions: isImage || layers.length > 0,
    facts: () => ({
      functionDigest: isImage ? CodeSha256 : Buffer.from(CodeSha256, "base64").toString("hex"),
      layerDigests: layers.map(({ Arn = "" }) => sha256(Arn)),
      packageBytes: layers.reduce((bytes, { CodeSize: size = 0 }) => bytes + size, CodeSize),
    }),
  };
}

async function deployImage(home: RunRegion, variant: Variant, signal: AbortSignal): Promise<Deployment> {
  const source = variant.image?.source;
  if (source === undefined) {
    throw new PreparationError("image: expected a dockerfile or a uri, got nothing");
  }
  const uri = source.kind === "uri" ? source.name : await home.images.uriOf(variant, source.path, signal);
  return {
    code: { kind: "image", uri },
    mayHaveExtensions: true,
    facts: ({ configuration, resolvedImage }) => imageFacts(configuration, resolvedImage),
  };
}

/** Of an image Lambda tells no size. */
function imageFacts({ CodeSha256 = "", CodeSize }: FunctionConfiguration, resolved = ""): CodeFacts {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(resolved)?.[1];
  return {
    functionDigest: CodeSha256,
    layerDigests: [],
    packageBytes: CodeSize ?? 0,
    ...(digest === undefined ? {} : { imageDigest: digest }),
  };
}
