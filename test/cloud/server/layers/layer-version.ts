import type { Context } from "../context.ts";
import type { Layer, LayerVersion } from "../state.ts";

/** A layer version as lists show it. */
export function layerVersionItem(version: LayerVersion) {
  return {
    LayerVersionArn: version.arn,
    Version: version.version,
    Description: version.description,
    CreatedDate: version.createdAt.toISOString().replace("Z", "+0000"),
    CompatibleRuntimes: version.runtimes,
    CompatibleArchitectures: version.architectures,
  };
}

/** A layer version as it is published and got. */
export function layerVersionOf({ endpoint }: Context, layer: Layer, version: LayerVersion) {
  return {
    ...layerVersionItem(version),
    LayerArn: layer.arn,
    Content: {
      Location: `${endpoint}/code/${version.codeSha256}`,
      CodeSha256: version.codeSha256,
      CodeSize: version.codeBytes,
    },
  };
}
