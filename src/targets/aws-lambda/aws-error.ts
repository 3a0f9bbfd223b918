import { fieldOf } from "../../shared/field-of.ts";

/** What is wrong where a call to AWS fails, as far as it decides what to do. */
export type FailureKind =
  /** There are no credentials, or AWS does not take them. */
  | "credentials"
  /** They do not allow the action. */
  | "denied"
  | "throttled"
  /** Something else is being done to the resource. */
  | "conflict"
  /** The function cannot be invoked yet. */
  | "not-ready"
  | "missing"
  /** No connection came about: nothing was done. */
  | "unreachable"
  /** The connection broke off: it is not known whether it was done. */
  | "lost"
  /** AWS's own fault. */
  | "service"
  /** The call itself is wrong. */
  | "refused";

const names: Readonly<Record<string, FailureKind>> = {
  CredentialsProviderError: "credentials",
  TokenProviderError: "credentials",
  ExpiredToken: "credentials",
  ExpiredTokenException: "credentials",
  UnrecognizedClientException: "credentials",
  InvalidSignatureException: "credentials",
  SignatureDoesNotMatch: "credentials",
  InvalidClientTokenId: "credentials",
  MissingAuthenticationToken: "credentials",
  MissingAuthenticationTokenException: "credentials",
  IncompleteSignature: "credentials",
  RequestExpired: "credentials",
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  UnauthorizedOperation: "denied",
  TooManyRequestsException: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  RequestLimitExceeded: "throttled",
  ResourceConflictException: "conflict",
  ResourceInUseException: "conflict",
  OperationAbortedException: "conflict",
  PreconditionFailedException: "conflict",
  ResourceNotReadyException: "not-ready",
  SnapStartNotReadyException: "not-ready",
  RepositoryAlreadyExistsException: "conflict",
  ResourceNotFoundException: "missing",
  RepositoryNotFoundException: "missing",
};

const unreachableCodes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
const lostCodes = ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED"];

/** What kind of failure a thrown thing of the SDK's is. */
export function failureOf(error: unknown): FailureKind {
  const known = names[nameOf(error)];
  if (known !== undefined) {
    return known;
  }
  const status = statusOf(error);
  return status === undefined ? connectionFailure(error) : byStatus(status);
}

/** `ExpiredTokenException`, `ECONNREFUSED`: what it is called, and nothing that a message may hold. */
export function nameOf(error: unknown): string {
  const code = fieldOf(error, "code");
  const name = fieldOf(error, "name");
  const isNamed = typeof name === "string" && name !== "Error" && name !== "";
  return isNamed ? name : typeof code === "string" ? code : "Error";
}

/** How long AWS asked to wait, in milliseconds; undefined where it did not. */
export function retryAfterMs(error: unknown): number | undefined {
  const headers = fieldOf(fieldOf(error, "$response"), "headers");
  const asked = fieldOf(headers, "retry-after") ?? fieldOf(error, "retryAfterSeconds");
  const seconds = asked === undefined ? Number.NaN : Number(asked);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function statusOf(error: unknown): number | undefined {
  const status = fieldOf(fieldOf(error, "$metadata"), "httpStatusCode");
  return typeof status === "number" ? status : undefined;
}

function byStatus(status: number): FailureKind {
  switch (status) {
    case 401:
      return "credentials";
    case 403:
      return "denied";
    case 404:
      return "missing";
    case 409:
      return "conflict";
    case 429:
      return "throttled";
    default:
      return status >= 500 ? "service" : status < 300 ? "lost" : "refused";
  }
}

// An answer that breaks off cannot be read: its connection is lost as well.
function connectionFailure(error: unknown): FailureKind {
  const code = fieldOf(error, "code");
  const message = String(fieldOf(error, "message") ?? "");
  if (
    unreachableCodes.some((known) => known === code) ||
    /did not establish a connection|getaddrinfo/.test(message)
  ) {
    return "unreachable";
  }
  const name = nameOf(error);
  const isLost =
    lostCodes.some((known) => known === code) ||
    ["TimeoutError", "SyntaxError"].includes(name) ||
    /socket hang up|aborted|premature/i.test(message);
  return isLost ? "lost" : "refused";
}
