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
