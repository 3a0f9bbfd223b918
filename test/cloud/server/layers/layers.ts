import { createHash } from "node:crypto";
import { invalid, notFound } from "../aws-error.ts";
import type { Handler } from "../handler.ts";
import { pageOf } from "../page.ts";
import { json, noContent } from "../reply.ts";
import type { Layer, LayerVersion } from "../state.ts";
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

/** GET /2018-10-31/layers?find=LayerVersion&Arn=…: also of other accounts, whose layers are all alike here. */
export const getLayerVersionByArn: Handler = ({ context, region, request }) => {
  const arn = request.query.get("Arn") ?? "";
  const [, prefix, name = "", number = ""] = /^(.*:layer:)([^:]+):(\d+)$/.exec(arn) ?? [];
  if (prefix === undefined) {
    throw invalid(`1 validation error detected: Value '${arn}' at 'arn' failed to satisfy constraint`);
  }
  const foreign: Layer = { name, arn: `${prefix}${name}`, versions: new Map(), nextVersion: 1 };
  const own = prefix.includes(`:${context.options.accountId}:`);
  const layer = own ? region.layers.get(name) : foreign;
  const version = own ? layer?.versions.get(Number(number)) : foreignVersion(arn, Number(number));
  if (layer === undefined || version === undefined) {
    throw notFound(`The resource you requested does not exist: ${arn}`);
  }
  return json(layerVersionOf(context, layer, version));
};

function foreignVersion(arn: string, version: number): LayerVersion {
  return {
    arn,
    version,
    description: "of another account",
    createdAt: new Date(0),
    runtimes: [],
    architectures: [],
    codeSha256: createHash("sha256").update(arn).digest("base64"),
    codeBytes: 1024,
    zip: Buffer.alloc(0),
  };
}

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
