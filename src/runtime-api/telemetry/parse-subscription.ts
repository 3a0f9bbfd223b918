import { isObject, type Problems, shown } from "./body-problems.ts";
import { parseDestination } from "./parse-destination.ts";
import type { Buffering, Subscription, SubscriptionApi } from "./subscription.ts";
import type { TelemetryStream } from "./telemetry-event.ts";

/** Schema versions that each API takes; the Logs API has a default, the Telemetry API wants one. */
const schemaVersions: Record<SubscriptionApi, { known: readonly string[]; fallback?: string }> = {
  telemetry: { known: ["2022-07-01", "2022-12-13", "2025-01-29"] },
  logs: { known: ["2020-08-15", "2021-03-18"], fallback: "2020-08-15" },
};

const bufferingLimits = {
  maxItems: { fallback: 10_000, min: 1_000, max: 10_000 },
  maxBytes: { fallback: 262_144, min: 262_144, max: 1_048_576 },
  timeoutMs: { fallback: 1_000, min: 25, max: 30_000 },
} as const;

/** A subscription, or everything that is wrong with the request. */
export type ParsedSubscription =
  | { readonly ok: true; readonly subscription: Subscription }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the body of a subscription request. Names all wrong fields at once, in AWS's words where they are known.
 * Source: Developer Guide, "Lambda Telemetry API reference"; the schema in AWS's runtime interface emulator. Fields that
 * neither knows are ignored, as there.
 */
export function parseSubscription(api: SubscriptionApi, body: string): ParsedSubscription {
  const fields = parseObject(body);
  if (typeof fields === "string") {
    return { ok: false, problems: [fields] };
  }
  const problems: Problems = [];
  const schemaVersion = parseSchemaVersion(api, fields.schemaVersion, problems);
  const destination = parseDestination(api, fields.destination, problems);
  const types = parseTypes(fields.types, problems);
  const buffering = parseBuffering(fields.buffering, problems);
  if (destination === undefined || problems.length > 0) {
    return { ok: false, problems };
  }
  return { ok: true, subscription: { api, schemaVersion, types, buffering, destination } };
}

function parseObject(body: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : `failed to parse JSON: expected an object, got ${shown(value)}`;
  } catch (error) {
    return `failed to parse JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function parseSchemaVersion(api: SubscriptionApi, value: unknown, problems: Problems): string {
  const { known, fallback } = schemaVersions[api];
  const version = value === undefined ? fallback : value;
  if (version === undefined) {
    problems.push("schemaVersion is not provided");
  } else if (typeof version === "string" && known.includes(version)) {
    return version;
  } else {
    problems.push(`schemaVersion: expected one of ${known.join(", ")}, got ${shown(version)}`);
  }
  return "";
}

function parseTypes(value: unknown, problems: Problems): TelemetryStream[] {
  if (value === undefined) {
    problems.push("types is not provided");
    return [];
  }
  if (!Array.isArray(value)) {
    problems.push(`types: expected an array, got ${shown(value)}`);
    return [];
  }
  if (value.length === 0) {
    problems.push("types should not be empty");
  }
  const types: TelemetryStream[] = [];
  for (const type of value) {
    if (isStream(type)) {
      types.push(type);
    } else {
      problems.push(`types: expected platform, function or extension, got ${shown(type)}`);
    }
  }
  return types;
}

function isStream(value: unknown): value is TelemetryStream {
  return value === "platform" || value === "function" || value === "extension";
}

function parseBuffering(value: unknown, problems: Problems): Buffering {
  if (value !== undefined && !isObject(value)) {
    problems.push(`buffering: expected an object, got ${shown(value)}`);
  }
  const fields = isObject(value) ? value : {};
  return {
    maxItems: parseLimit(fields, "maxItems", problems),
    maxBytes: parseLimit(fields, "maxBytes", problems),
    timeoutMs: parseLimit(fields, "timeoutMs", problems),
  };
}

function parseLimit(fields: Record<string, unknown>, name: keyof Buffering, problems: Problems): number {
  const { fallback, min, max } = bufferingLimits[name];
  const value = fields[name] === undefined ? fallback : fields[name];
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  problems.push(`buffering.${name}: expected an integer from ${min} to ${max}, got ${shown(value)}`);
  return fallback;
}
