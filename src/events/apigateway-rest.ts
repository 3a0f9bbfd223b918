import type { Json } from "../shared/json.ts";
import { bodyText, defineEvent, jsonParameter, mapParameter, textParameter } from "./builtin-event.ts";
import * as request from "./example-request.ts";

/**
 * A request to a REST API with Lambda proxy integration (payload format 1.0).
 * Source of the shape: "Lambda proxy integrations in API Gateway", Amazon API Gateway Developer Guide.
 */
export const apigatewayRest = defineEvent(
  "apigateway-rest",
  "a request to an API Gateway REST API (payload format 1.0)",
  {
    method: textParameter("GET", "HTTP method"),
    path: textParameter("/orders/42", "path of the request, without the stage"),
    query: mapParameter({}, "query string parameters"),
    headers: mapParameter({}, "headers beside the usual ones"),
    body: jsonParameter(null, "body; what is not a text is sent as JSON"),
  },
  ({ method, path, query, headers, body }) => {
    const allHeaders = { ...request.headers, ...headers };
    return {
      resource: "/{proxy+}",
      path,
      httpMethod: method,
      headers: allHeaders,
      multiValueHeaders: multiValue(allHeaders),
      queryStringParameters: orNull(query),
      multiValueQueryStringParameters: orNull(multiValue(query)),
      pathParameters: { proxy: path.replace(/^\//, "") },
      stageVariables: null,
      requestContext: requestContext(method, path),
      body: bodyText(body),
      isBase64Encoded: false,
    };
  },
);

function requestContext(method: string, path: string): Json {
  return {
    accountId: request.accountId,
    apiId: request.apiId,
    authorizer: null,
    domainName: request.domainName,
    domainPrefix: request.apiId,
    extendedRequestId: "TH4wExtended=",
    httpMethod: method,
    identity: { sourceIp: request.sourceIp, userAgent: request.userAgent, user: null, userArn: null },
    path: `/${request.stage}${path}`,
    protocol: "HTTP/1.1",
    requestId: request.requestId,
    requestTime: request.requestTime,
    requestTimeEpoch: request.requestTimeEpoch,
    resourceId: "a1b2c3",
    resourcePath: "/{proxy+}",
    stage: request.stage,
  };
}

function multiValue(single: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]]));
}

/** API Gateway says null where there is nothing. */
function orNull(values: Readonly<Record<string, Json>>): Json {
  return Object.keys(values).length === 0 ? null : values;
}
