import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Clock } from "../../shared/clock.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { accountConcurrency } from "./account-concurrency.ts";
import { Calls, usualPatience } from "./calls.ts";
import { ChangeTimes } from "./change-times.ts";
import {
  type ClientOptions,
  controlClient,
  imagesClient,
  invokeClient,
  logsClient,
  openConnections,
} from "./clients.ts";
import { functionRole } from "./function-role.ts";
import type { LambdaPatience, RegionOptions } from "./lambda-options.ts";
import { watchHost } from "./stand-in.ts";

/** A line of one's own to Lambda: one connection, which stays open. */
export interface Line {
  readonly client: LambdaClient;
  /** By the clock, when something was heard through it last. */
  usedMs: number | undefined;
  close(): void;
}

/** AWS Lambda in one region. */
export interface Region {
  readonly name: string;
  /** Given where it is not AWS that answers. */
  readonly endpoint: string | undefined;
  readonly clock: Clock;
  readonly patience: LambdaPatience;
  readonly calls: Calls;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly ecr: ECRClient;
  /** Environments that the account may have at work at once, beside what is reserved for single functions. */
  readonly concurrency: number;
  readonly changes: ChangeTimes;
  /** By the clock, when a function was invoked last. */
  invokedMs: number | undefined;
  /** Role of the functions that are made. */
  roleArn(): Promise<string>;
  openLine(): Line;
  close(): void;
}

const defaultPatience: LambdaPatience = {
  ...usualPatience,
  readyMs: 60_000,
  snapshotMs: 600_000,
  logMs: 60_000,
  lateLogMs: 8000,
};

/**
 * Opens a region: asks what the account may do. `wanted` wins over what the user's environment names.
 * @throws UnavailableError without a region or credentials, or where it does not answer.
 */
export async function openRegion(
  options: RegionOptions,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<Region> {
  const connections = openConnections(64);
  const clientOptions = {
    region: wanted ?? regionOf(options),
    endpoint: endpointOf(options),
    keys: options.keys,
  };
  const lambda = controlClient(clientOptions, connections);
  const standIn = watchHost(lambda);
  const name = await regionName(lambda, clientOptions.region);
  const known = { ...clientOptions, region: name };
  const { clock } = options;
  const patience = { ...defaultPatience, ...options.patience };
  const calls = new Calls(name, clock, patience);
  const concurrency = await accountConcurrency(calls, lambda, () => standIn() !== undefined, signal);
  let role: Promise<string> | undefined;
  return {
    name,
    endpoint: standIn(),
    clock,
    patience,
    calls,
    lambda,
    logs: logsClient(known, connections),
    ecr: imagesClient(known, connections),
    concurrency,
    changes: new ChangeTimes(),
    invokedMs: undefined,
    roleArn: () => {
      role ??= functionRole(options, calls, known, signal);
      return role;
    },
    openLine: () => openLine(known),
    close: connections.destroy,
  };
}

/** The URL that stands in for AWS by this program's own options; the SDK may know of others. */
export function endpointOf({ endpoint, hostEnvironment }: RegionOptions): string | undefined {
  return endpoint ?? (hostEnvironment.AWS_ENDPOINT_URL || undefined);
}

function regionOf({ region, hostEnvironment }: RegionOptions): string | undefined {
  return region ?? (hostEnvironment.AWS_REGION || hostEnvironment.AWS_DEFAULT_REGION || undefined);
}

/** The region of the user's environment, or of AWS's own settings; undefined where neither names one. @throws UnavailableError for what can be none. */
export async function defaultRegion(options: RegionOptions): Promise<string | undefined> {
  const connections = openConnections(1);
  try {
    return await controlClient(
      { region: regionOf(options), keys: options.keys },
      connections,
    ).config.region();
  } catch (error) {
    if (regionOf(options) !== undefined) {
      throw noRegion(regionOf(options), error);
    }
    return undefined;
  } finally {
    connections.destroy();
  }
}

async function regionName(lambda: LambdaClient, named: string | undefined): Promise<string> {
  try {
    return await lambda.config.region();
  } catch (error) {
    throw noRegion(named, error);
  }
}

function noRegion(named: string | undefined, cause: unknown): UnavailableError {
  return new UnavailableError(
    named === undefined
      ? "expected an AWS region, got none"
      : `expected an AWS region such as eu-west-1, got ${JSON.stringify(named)}`,
    "set AWS_REGION, or lambda.regions of the scenario",
    { cause },
  );
}

function openLine(clientOptions: ClientOptions): Line {
  const connections = openConnections(1);
  return {
    client: invokeClient(clientOptions, connections),
    usedMs: undefined,
    close: connections.destroy,
  };
}
