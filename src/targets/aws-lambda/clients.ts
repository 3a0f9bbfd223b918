import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient } from "@aws-sdk/client-ecr";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsKeys } from "./lambda-options.ts";

/** Whom clients talk to, and as whom. */
export interface ClientOptions {
  /** Absent: as AWS's SDK finds it. */
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly keys?: AwsKeys | undefined;
}

/** Nothing answers for longer than a large package takes to be sent. */
const callTimeoutMs = 120_000;
const connectTimeoutMs = 10_000;

/** Connections of their own, which stay open. */
export interface Connections {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  destroy(): void;
}

export function openConnections(maxSockets: number): Connections {
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets });
  const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets });
  return {
    httpAgent,
    httpsAgent,
    destroy: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** For the control plane: calls are repeated by ours, which know of rates, and not by the SDK. */
export function controlClient(options: ClientOptions, connections: Connections): LambdaClient {
  return new LambdaClient(settings(options, connections, callTimeoutMs));
}

/** For invocations, which are never repeated by the SDK, and may take as long as the function. */
export function invokeClient(options: ClientOptions, connections: Connections): LambdaClient {
  return new LambdaClient(settings(options, connections, 0));
}

export function logsClient(options: ClientOptions, connections: Connections): CloudWatchLogsClient {
  return new CloudWatchLogsClient(settings(options, connections, callTimeoutMs));
}

export function imagesClient(options: ClientOptions, connections: Connections): ECRClient {
  return new ECRClient(settings(options, connections, callTimeoutMs));
}

export function identityClient(options: ClientOptions, connections: Connections): STSClient {
  return new STSClient(settings(options, connections, callTimeoutMs));
}

function settings(
  { region, endpoint, keys }: ClientOptions,
  { httpAgent, httpsAgent }: Connections,
  requestTimeout: number,
) {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(keys === undefined ? {} : { credentials: credentialsOf(keys) }),
    maxAttempts: 1,
    requestHandler: {
      httpAgent,
      httpsAgent,
      connectionTimeout: connectTimeoutMs,
      requestTimeout,
      throwOnRequestTimeout: requestTimeout > 0,
      // Many wait for one connection each, by intention.
      socketAcquisitionWarningTimeout: 3_600_000,
    },
  };
}

function credentialsOf({ sessionToken, ...keys }: AwsKeys) {
  return sessionToken === undefined ? keys : { ...keys, sessionToken };
}
