import { notFound } from "../aws-error.ts";
import type { Handler } from "../handler.ts";
import { pageOf } from "../page.ts";
import { json, noContent } from "../reply.ts";
import type { LayerVersion } from "../state.ts";
import { layerVersionItem, layerVersionOf } from "./layer-version.ts";

/** GET /2018-10-31/layers/{name}/versions/{number} */
export const getLayerVersion: Handler = ({ context, region, params: [name = "", number] }) => {
  const layer = region.layers.get(name);
  const version = layer?.versions.get(Number(number));
  if (layer === undefined || version === undefined) {
    throw notFound(`The resource you requested does not exist: layer ${name} version ${number}`);
  }
  return json(layerVersionOf(context, layer, version));
};

/** GET /2018-10-31/layers: those that have a version. */
export const listLayers: Handler = ({ region, request }) => {
  const layers = [...region.layers.values()].filter((layer) => layer.versions.size > 0);
  const { items, ...next } = pageOf(layers, request.query);
  return json({
    Layers: items.map((layer) => ({
      LayerName: layer.name,
      LayerArn: layer.arn,
      LatestMatchingVersion: newestFirst(layer.versions).map(layerVersionItem)[0],
    })),
    ...next,
  });
};

/** GET /2018-10-31/layers/{name}/versions */
export const listLayerVersions: Handler = ({ region, request, params: [name = ""] }) => {
  const versions = newestFirst(region.layers.get(name)?.versions ?? new Map());
  const { items, ...next } = pageOf(versions, request.query);
  return json({ LayerVersions: items.map(layerVersionItem), ...next });
};

/** DELETE /2018-10-31/layers/{name}/versions/{number}: answers the same where there is none. */
export const deleteLayerVersion: Handler = ({ region, params: [name = "", number] }) => {
  region.layers.get(name)?.versions.delete(Number(number));
  return noContent;
};

function newestFirst(versions: ReadonlyMap<number, LayerVersion>): readonly LayerVersion[] {
  return [...versions.values()].reverse();
}
