import { z } from "zod";
import { parseInput, readZip } from "../functions/settings.ts";
import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Layer, LayerVersion } from "../state.ts";
import { layerVersionOf } from "./layer-version.ts";

const layerInput = z.object({
  Content: z.object({ ZipFile: z.base64() }),
  Description: z.string().max(256).default(""),
  CompatibleRuntimes: z.array(z.string()).max(15).default([]),
  CompatibleArchitectures: z.array(z.string()).default([]),
});

/** POST /2018-10-31/layers/{name}/versions */
export const publishLayerVersion: Handler = ({ context, region, request, params: [name = ""] }) => {
  const input = parseInput(layerInput, jsonOf(request));
  const layer: Layer = region.layers.get(name) ?? {
    name,
    arn: `arn:aws:lambda:${region.name}:${context.options.accountId}:layer:${name}`,
    versions: new Map(),
    nextVersion: 1,
  };
  region.layers.set(name, layer);
  // The number of a version that was deleted is not given again.
  const version = layer.nextVersion++;
  const stored: LayerVersion = {
    arn: `${layer.arn}:${version}`,
    version,
    description: input.Description,
    createdAt: new Date(),
    runtimes: input.CompatibleRuntimes,
    architectures: input.CompatibleArchitectures,
    ...readZip(input.Content.ZipFile),
  };
  layer.versions.set(version, stored);
  return json(layerVersionOf(context, layer, stored), 201);
};
