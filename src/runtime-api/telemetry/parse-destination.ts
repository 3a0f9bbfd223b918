import { isObject, type Problems, shown } from "./body-problems.ts";
import type { Destination, SubscriptionApi } from "./subscription.ts";

/** Lambda's own port; AWS documents it as reserved, so a subscription to it can only be a mistake. */
const reservedPort = 9001;

/** The URI's parts as they were written: the URL parser would forget port 80. */
const uriParts = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)([^#]*)/i;

/** Reads `destination`; undefined, and a problem noted, when it is wrong. */
export function parseDestination(
  api: SubscriptionApi,
  value: unknown,
  problems: Problems,
): Destination | undefined {
  if (value === undefined) {
    problems.push("destination is not provided");
  } else if (!isObject(value)) {
    problems.push(`destination: expected an object, got ${shown(value)}`);
  } else if (value.protocol === "HTTP") {
    return parseHttp(api, value, problems);
  } else if (value.protocol === "TCP") {
    const port = parsePort(value.port, "destination.port", problems);
    return port === undefined ? undefined : { protocol: "TCP", port };
  } else {
    problems.push(`destination.protocol: expected HTTP or TCP, got ${shown(value.protocol)}`);
  }
  return undefined;
}

function parseHttp(
  api: SubscriptionApi,
  fields: Record<string, unknown>,
  problems: Problems,
): Destination | undefined {
  const method = parseMethod(api, fields.method, problems);
  const uri = fields.URI;
  if (typeof uri !== "string" || uri === "") {
    problems.push(uri === undefined ? "URI is not provided" : `destination.URI: got ${shown(uri)}`);
    return undefined;
  }
  const [, scheme = "", authority = "", path = ""] = uriParts.exec(uri) ?? [];
  if (scheme.toLowerCase() !== "http" || !URL.canParse(uri)) {
    problems.push(`destination.URI: expected http://sandbox.localdomain:PORT/PATH, got ${shown(uri)}`);
    return undefined;
  }
  const port = parseAuthority(authority, problems);
  return port === undefined
    ? undefined
    : { protocol: "HTTP", host: authority, port, path: pathOf(path), method };
}

function parseMethod(api: SubscriptionApi, value: unknown, problems: Problems): "POST" | "PUT" {
  if (api === "telemetry" || value === undefined || value === "POST") {
    return "POST";
  }
  if (value !== "PUT") {
    problems.push(`destination.method: expected POST or PUT, got ${shown(value)}`);
  }
  return "PUT";
}

function parseAuthority(authority: string, problems: Problems): number | undefined {
  const [host = "", port] = authority.split(/:(.*)/s);
  if (host.toLowerCase() !== "sandbox.localdomain" && host.toLowerCase() !== "sandbox") {
    problems.push(`destination.URI host must be sandbox.localdomain or sandbox, got ${shown(host)}`);
  }
  if (port === undefined || port === "") {
    problems.push("URI port is not provided");
    return undefined;
  }
  return parsePort(/^\d+$/.test(port) ? Number(port) : port, "URI port", problems);
}

function parsePort(value: unknown, place: string, problems: Problems): number | undefined {
  if (value === reservedPort) {
    problems.push(`${place}: ${reservedPort} is reserved by Lambda`);
    return undefined;
  }
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535) {
    return value;
  }
  problems.push(
    value === undefined
      ? `${place} is not provided`
      : `${place}: expected an integer from 1 to 65535, got ${shown(value)}`,
  );
  return undefined;
}

// A request's target has no spaces and no letters beyond ASCII: the URL parser escapes what a client may not send.
function pathOf(path: string): string {
  const url = new URL(`http://sandbox${path}`);
  return url.pathname + url.search;
}
