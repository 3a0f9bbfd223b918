/**
 * Lambda's own limits. Source: "Lambda quotas" and "Using Lambda environment variables", AWS Lambda Developer
 * Guide; the request size is the one in the front end's error text.
 */
export const limits = {
  memoryMb: { minimum: 128, maximum: 10_240 },
  timeoutSeconds: { minimum: 1, maximum: 900 },
  ephemeralStorageMb: { minimum: 512, maximum: 10_240 },
  layers: 5,
  /** Bytes of all names and values of a function's variables. */
  environmentBytes: 4096,
  /** Bytes of an event that is sent synchronously. */
  eventBytes: 6_291_456,
} as const;

/** A letter, then at least one more letter, digit or underscore. */
export const variableNamePattern = /^[A-Za-z][A-Za-z0-9_]+$/;

/** Variables that Lambda sets itself and refuses from the user. */
export const reservedVariables: readonly string[] = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_MAX_CONCURRENCY",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];
