import type { Json } from "../shared/json.ts";
import { bodyText, defineEvent, jsonParameter, mapParameter, textParameter } from "./builtin-event.ts";
import * as request from "./example-request.ts";

/**
 * A request to an HTTP API (payload format 2.0), which function URLs send too.
 * Source of the shape: "AWS Lambda proxy integrations for HTTP APIs", Amazon API Gateway Developer Guide.
 */
export const apigatewayHttp = defineEvent(
  "apigateway-http",
  "a request to an API Gateway HTTP API (payload format 2.0)",
  {
    method: textParameter("GET", "HTTP method"),
    path: textParameter("/orders/42", "path of the request"),
    query: mapParameter({}, "query string parameters"),
    headers: mapParameter({}, "headers beside the usual ones; their names are lower case"),
    body: jsonParameter(null, "body; what is not a text is sent as JSON"),
  },
  ({ method, path, query, headers, body }) => {
    const text = bodyText(body);
    return {
      version: "2.0",
      routeKey: "$default",
      rawPath: path,
      rawQueryString: new URLSearchParams(query).toString(),
      headers: lowerCase({ ...request.headers, ...headers }),
      ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
      requestContext: requestContext(method, path),
      ...(text === null ? {} : { body: text }),
      isBase64Encoded: false,
    };
  },
);

function requestContext(method: string, path: string): Json {
  return {
    accountId: request.accountId,
    apiId: request.apiId,
    domainName: request.domainName,
    domainPrefix: request.apiId,
    http: {
      method,
      path,
      protocol: "HTTP/1.1",
      sourceIp: request.sourceIp,
      userAgent: request.userAgent,
    },
    requestId: request.requestId,
    routeKey: "$default",
    stage: "$default",
    time: request.requestTime,
    timeEpoch: request.requestTimeEpoch,
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
