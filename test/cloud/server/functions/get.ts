import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { configurationOf } from "./configuration.ts";
import { told } from "./deployed.ts";
import { findFunction } from "./find.ts";

/** GET /2015-03-31/functions/{name} */
export const getFunction: Handler = ({ context, region, request, params }) => {
  const { fn, deployed } = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  const shown = told(deployed, context.nowMs());
  const { settings } = shown;
  return json({
    Configuration: configurationOf(context, region, fn.name, shown),
    Code:
      settings.packageType === "Image"
        ? { RepositoryType: "ECR", ImageUri: settings.imageUri, ResolvedImageUri: settings.imageUri }
        : { RepositoryType: "S3", Location: `${context.endpoint}/code/${settings.codeSha256}` },
    Tags: Object.fromEntries(fn.tags),
    ...(fn.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  });
};

/** GET /2015-03-31/functions/{name}/configuration */
export const getFunctionConfiguration: Handler = ({ context, region, request, params }) => {
  const { fn, deployed } = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  return json(configurationOf(context, region, fn.name, told(deployed, context.nowMs())));
};
