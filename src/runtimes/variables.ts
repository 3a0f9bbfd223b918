import { reservedVariables } from "../shared/reserved-variables.ts";
import { familyOf } from "./identifiers.ts";
import { type RootPaths, searchPaths } from "./search-paths.ts";

/** What the variables of one environment are made of. */
export interface VariableFacts {
  readonly runtime: string;
  /** The function is an image, which brings its own search paths, locale and time zone. */
  readonly isImage?: boolean | undefined;
  readonly handler?: string | undefined;
  readonly memoryMb: number;
  readonly functionName: string;
  readonly region: string;
  readonly logStream: string;
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string;
  readonly roots: RootPaths;
  /** Given where the initialization type is `snap-start`: where credentials are then had from. */
  readonly snapStart?: { readonly authorizationToken: string } | undefined;
  /** The scenario's variables. They win over Lambda's defaults, never over what Lambda reserves. */
  readonly user: Readonly<Record<string, string>>;
}

/**
 * All variables that a function sees, and nothing of the user's own environment: Lambda's defaults, the scenario's,
 * Lambda's reserved ones, each winning over the one before.
 */
export function lambdaVariables(facts: VariableFacts): Record<string, string> {
  const user = Object.entries(facts.user).filter(([name]) => !reservedVariables.includes(name));
  return { ...defaults(facts), ...Object.fromEntries(user), ...reserved(facts) };
}

/** What an extension sees of them. Source: AWS Lambda Developer Guide, "Lambda Extensions API". */
export function extensionVariables(facts: VariableFacts): Record<string, string> {
  const all = Object.entries(lambdaVariables(facts));
  return Object.fromEntries(
    all.filter(([name]) => !name.startsWith("_") && !hiddenFromExtensions.includes(name)),
  );
}

const hiddenFromExtensions: readonly string[] = [
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
];

function defaults({ runtime, isImage = false, roots }: VariableFacts): Record<string, string> {
  return {
    ...(isImage
      ? { PATH: enginePath }
      : { LANG: "en_US.UTF-8", TZ: ":UTC", ...searchPaths(runtime, familyOf(runtime), roots) }),
    AWS_LAMBDA_LOG_FORMAT: "Text",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    // No daemon listens here; segments are datagrams, so that they are lost as they are without tracing.
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    _AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
  };
}

/** What an engine searches where an image names no PATH. */
const enginePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function reserved(facts: VariableFacts): Record<string, string> {
  return {
    ...(facts.handler === undefined ? {} : { _HANDLER: facts.handler }),
    ...executionEnvironment(facts),
    AWS_DEFAULT_REGION: facts.region,
    AWS_REGION: facts.region,
    AWS_LAMBDA_FUNCTION_NAME: facts.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(facts.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    ...(facts.snapStart === undefined ? onDemand(facts) : snapshot(facts, facts.snapStart)),
    AWS_LAMBDA_RUNTIME_API: facts.runtimeApi,
    LAMBDA_TASK_ROOT: facts.roots.task,
    LAMBDA_RUNTIME_DIR: facts.roots.runtime,
  };
}

// Source for images: AWS's emulator, which sets it so and sets `_HANDLER` for zip packages alone.
function executionEnvironment({ runtime, isImage = false }: VariableFacts): Record<string, string> {
  if (isImage) {
    return { AWS_EXECUTION_ENV: "AWS_Lambda_Image" };
  }
  return familyOf(runtime) === "provided" ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` };
}

function onDemand({ functionName, logStream }: VariableFacts): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = placeholderCredentials;
  return {
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

// What differs from environment to environment would be frozen into a snapshot: the log's name, the credentials.
function snapshot(
  { runtimeApi }: VariableFacts,
  { authorizationToken }: NonNullable<VariableFacts["snapStart"]>,
): Record<string, string> {
  return {
    AWS_LAMBDA_INITIALIZATION_TYPE: "snap-start",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${runtimeApi}/2021-04-23/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: authorizationToken,
  };
}

/**
 * On Lambda there always are credentials, and a client of the SDK looks for them elsewhere (files, the instance's metadata)
 * where there are none. These are nobody's: AWS refuses every request that they sign.
 */
export const placeholderCredentials = {
  accessKeyId: "THAW-NOT-A-REAL-KEY",
  secretAccessKey: "thaw-not-a-real-secret",
  sessionToken: "thaw-not-a-real-token",
} as const;
