import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { type FailureKind, nameOf } from "./aws-error.ts";

/** AWS did not accept a call: what is done about it depends on the call. */
export class RefusedCall extends Error {
  readonly failure: FailureKind;
  /** `InvalidParameterValueException`. */
  readonly awsName: string;

  constructor(message: string, failure: FailureKind, awsName: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RefusedCall";
    this.failure = failure;
    this.awsName = awsName;
  }
}

/** True for a call that was refused in this way. */
export function isRefused(error: unknown, failure: FailureKind): error is RefusedCall {
  return error instanceof RefusedCall && error.failure === failure;
}

/**
 * The error where AWS as a whole cannot be used in this way; undefined for any other. Never AWS's own words: of a signature
 * that it does not take they hold the session's token.
 */
export function unavailable(
  error: unknown,
  failure: FailureKind,
  action: string,
  region: string,
): UnavailableError | undefined {
  const name = nameOf(error);
  switch (failure) {
    case "credentials":
      return name === "CredentialsProviderError" || name === "TokenProviderError"
        ? new UnavailableError(
            `${action}: expected AWS credentials, got none`,
            "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in: aws sso login",
          )
        : new UnavailableError(
            `${action} in ${region}: AWS does not accept the credentials (${name})`,
            "renew them, as they expire: aws sso login, or new values of AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
          );
    case "denied":
      return new UnavailableError(
        `${action} in ${region}: access denied`,
        `allow ${action} to the identity that runs thaw`,
      );
    case "throttled":
      return new UnavailableError(
        `${action} in ${region}: AWS refuses the rate of calls for minutes (${name})`,
        "something else of this account calls the same API all the time: run when it does not",
      );
    case "unreachable":
    case "lost":
    case "service":
      return new UnavailableError(
        `${action}: ${region} does not answer (${name})`,
        "check the region's name, the network, and https://health.aws.amazon.com",
      );
    case "conflict":
    case "not-ready":
    case "missing":
    case "refused":
      return undefined;
    default:
      return failure satisfies never;
  }
}

/** The error where the call itself is not accepted, with AWS's words but for what must not be told. */
export function refusedCall(
  error: unknown,
  failure: FailureKind,
  action: string,
  secrets: readonly string[],
): RefusedCall {
  const name = nameOf(error);
  const words = without(messageOf(error), secrets);
  return new RefusedCall(`${action}: ${name}: ${words}`, failure, name);
}

/** A text without these values; shorter ones than four characters would be found in any text. */
function without(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 4)
    .toSorted((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, "…"), text);
}
