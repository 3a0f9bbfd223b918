import { AwsError } from "./aws-error.ts";
import {
  createRepository,
  deleteRepository,
  describeRepositories,
  getAuthorizationToken,
  listTagsForResource,
} from "./ecr.ts";
import { getAccountSettings, putFunctionConcurrency } from "./functions/concurrency.ts";
import { createFunction } from "./functions/create.ts";
import { deleteFunction } from "./functions/delete.ts";
import { putFunctionEventInvokeConfig } from "./functions/event-invoke-config.ts";
import {
  createFunctionUrlConfig,
  deleteFunctionUrlConfig,
  getFunctionUrlConfig,
} from "./functions/function-url.ts";
import { getFunction, getFunctionConfiguration } from "./functions/get.ts";
import { listFunctions, listVersionsByFunction } from "./functions/list.ts";
import {
  deleteProvisionedConcurrencyConfig,
  getProvisionedConcurrencyConfig,
  putProvisionedConcurrencyConfig,
} from "./functions/provisioned.ts";
import { publishVersion } from "./functions/publish.ts";
import { listTags, tagResource } from "./functions/tags.ts";
import { updateFunctionCode, updateFunctionConfiguration } from "./functions/update.ts";
import type { Handler } from "./handler.ts";
import { invoke } from "./invoke/invoke.ts";
import { invokeWithResponseStream } from "./invoke/invoke-stream.ts";
import {
  deleteLayerVersion,
  getLayerVersion,
  getLayerVersionByArn,
  listLayers,
  listLayerVersions,
} from "./layers/layers.ts";
import { publishLayerVersion } from "./layers/publish-layer.ts";
import { deleteLogGroup, describeLogGroups, filterLogEvents } from "./logs/actions.ts";
import type { Request } from "./request.ts";
import { getCallerIdentity } from "./sts.ts";

/** An action and what carries it out. */
export interface Route {
  /** `lambda:GetFunction` */
  readonly action: string;
  readonly handler: Handler;
  /** Decoded parts of the path. */
  readonly params: readonly string[];
}

const functions = "/2015-03-31/functions";
const layers = "/2018-10-31/layers";
const provisioned = "/2019-09-30/functions/*/provisioned-concurrency";

/** Lambda's calls: method, path with `*` for what varies, action. */
const lambdaRoutes: readonly (readonly [string, string, string, Handler])[] = [
  ["POST", functions, "CreateFunction", createFunction],
  ["GET", functions, "ListFunctions", listFunctions],
  ["GET", `${functions}/*`, "GetFunction", getFunction],
  ["DELETE", `${functions}/*`, "DeleteFunction", deleteFunction],
  ["GET", `${functions}/*/configuration`, "GetFunctionConfiguration", getFunctionConfiguration],
  ["PUT", `${functions}/*/configuration`, "UpdateFunctionConfiguration", updateFunctionConfiguration],
  ["PUT", `${functions}/*/code`, "UpdateFunctionCode", updateFunctionCode],
  ["POST", `${functions}/*/versions`, "PublishVersion", publishVersion],
  ["GET", `${functions}/*/versions`, "ListVersionsByFunction", listVersionsByFunction],
  ["POST", `${functions}/*/invocations`, "Invoke", invoke],
  [
    "POST",
    "/2021-11-15/functions/*/response-streaming-invocations",
    "InvokeWithResponseStream",
    invokeWithResponseStream,
  ],
  ["POST", "/2021-10-31/functions/*/url", "CreateFunctionUrlConfig", createFunctionUrlConfig],
  ["GET", "/2021-10-31/functions/*/url", "GetFunctionUrlConfig", getFunctionUrlConfig],
  ["DELETE", "/2021-10-31/functions/*/url", "DeleteFunctionUrlConfig", deleteFunctionUrlConfig],
  [
    "PUT",
    "/2019-09-25/functions/*/event-invoke-config",
    "PutFunctionEventInvokeConfig",
    putFunctionEventInvokeConfig,
  ],
  ["PUT", "/2017-10-31/functions/*/concurrency", "PutFunctionConcurrency", putFunctionConcurrency],
  ["PUT", provisioned, "PutProvisionedConcurrencyConfig", putProvisionedConcurrencyConfig],
  ["GET", provisioned, "GetProvisionedConcurrencyConfig", getProvisionedConcurrencyConfig],
  ["DELETE", provisioned, "DeleteProvisionedConcurrencyConfig", deleteProvisionedConcurrencyConfig],
  ["GET", "/2017-03-31/tags/*", "ListTags", listTags],
  ["POST", "/2017-03-31/tags/*", "TagResource", tagResource],
  ["GET", layers, "ListLayers", listLayers],
  ["GET", `${layers}/*/versions`, "ListLayerVersions", listLayerVersions],
  ["POST", `${layers}/*/versions`, "PublishLayerVersion", publishLayerVersion],
  ["GET", `${layers}/*/versions/*`, "GetLayerVersion", getLayerVersion],
  ["DELETE", `${layers}/*/versions/*`, "DeleteLayerVersion", deleteLayerVersion],
  ["GET", "/2016-08-19/account-settings", "GetAccountSettings", getAccountSettings],
];

const lambdaPatterns = lambdaRoutes.map(([method, path, action, handler]) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll("*", "([^/]+)")}/?$`),
  action: `lambda:${action}`,
  handler,
}));

/** Calls of the other services, which have no path. */
const namedActions: Readonly<Record<string, Handler>> = {
  "logs:DescribeLogGroups": describeLogGroups,
  "logs:FilterLogEvents": filterLogEvents,
  "logs:DeleteLogGroup": deleteLogGroup,
  "sts:GetCallerIdentity": getCallerIdentity,
  "ecr:GetAuthorizationToken": getAuthorizationToken,
  "ecr:CreateRepository": createRepository,
  "ecr:DescribeRepositories": describeRepositories,
  "ecr:DeleteRepository": deleteRepository,
  "ecr:ListTagsForResource": listTagsForResource,
};

/** What a request asks for. @throws AwsError for what this server does not know */
export function routeOf(request: Request): Route {
  const found = request.service === "lambda" ? lambdaRoute(request) : namedRoute(request);
  if (found === undefined) {
    const what = `${request.service} ${request.method} ${request.path} ${request.headers["x-amz-target"] ?? ""}`;
    throw new AwsError(404, "UnknownOperationException", `this server does not know ${what}`);
  }
  return found;
}

function lambdaRoute({ method, path, query }: Request): Route | undefined {
  if (path === layers && query.get("find") === "LayerVersion") {
    return { action: "lambda:GetLayerVersionByArn", handler: getLayerVersionByArn, params: [] };
  }
  for (const { pattern, method: wanted, action, handler } of lambdaPatterns) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match !== null) {
      return { action, handler, params: match.slice(1).map(decodeURIComponent) };
    }
  }
  return undefined;
}

/** JSON services name the action in a header, the query protocol in its body. */
function namedRoute({ service, headers, body }: Request): Route | undefined {
  const target = String(headers["x-amz-target"] ?? "").split(".")[1];
  const name = target ?? new URLSearchParams(body.toString()).get("Action") ?? "";
  const handler = namedActions[`${service}:${name}`];
  return handler === undefined ? undefined : { action: `${service}:${name}`, handler, params: [] };
}
