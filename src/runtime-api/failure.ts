import type { ErrorPost, RuntimeAnswer } from "./invocation.ts";
import { joined, type ReceivedBody } from "./request-body.ts";

/** An answer that is an error: Lambda's type, the function's own words, and what the caller gets. */
export interface Failure {
  /** The function's own type, where its error document has one. */
  readonly type: string;
  /** What the platform's events call it: they know the header that the runtime sent, and not the document. */
  readonly platformType: string;
  /** At most 4,096 characters. */
  readonly message: string;
  /** The error document. */
  readonly document: Buffer;
  readonly contentType: string;
}

const maxMessageLength = 4096;
/** Of an error document that also holds the cause for X-Ray, in `errorCause`. */
const causeContentType = "application/vnd.aws.lambda.error.cause+json";

/** Of hooks around a snapshot the document has the type of what was thrown; that it was a hook, only the header says. */
const hookErrors = [
  "Runtime.BeforeSnapshotError",
  "Runtime.BeforeCheckpointError",
  "Runtime.AfterRestoreError",
];

/** The failure in an answer, or undefined where it is a response. */
export function failureOf(answer: RuntimeAnswer): Failure | undefined {
  switch (answer.kind) {
    case "response":
      return undefined;
    case "error":
      return failureOfPost(answer);
    case "stream-error":
      return failureOfTrailers(answer.errorType, answer.errorBody);
    case "too-large":
      return failure(
        "Function.ResponseSizeTooLarge",
        `Response payload size (${answer.bytes} bytes) exceeded maximum allowed payload size (${answer.limitBytes} bytes).`,
      );
    case "truncated":
      return failure("Runtime.TruncatedResponse", `Response broke off after ${answer.bytes} bytes`);
    case "invalid-mode":
      return failure("Runtime.InvalidResponseModeHeader", `Invalid function response mode: ${answer.mode}`);
    default:
      return answer satisfies never;
  }
}

/** What an error posted to `/error` tells the caller: passed on as it came, but for the X-Ray cause. */
export function failureOfPost(post: ErrorPost): Failure {
  const body = joined(post.body);
  if (post.contentType === causeContentType) {
    return failureWithCause(body, errorTypeOf(post.errorType));
  }
  return failureOfDocument(body, errorTypeOf(post.errorType), post.contentType ?? contentTypeOf(body));
}

/** What an error posted to `/init/error` tells the caller of the first invocation. */
export function failureOfInit(post: ErrorPost): Failure {
  const body = joined(post.body);
  const type = errorTypeOf(post.errorType);
  const told = failureOfDocument(body, type, contentTypeOf(body));
  return hookErrors.includes(type) ? { ...told, type } : told;
}

/** The cause for X-Ray in an error document that has one, as JSON. */
export function causeIn(body: ReceivedBody, contentType: string | undefined): string | undefined {
  const cause = contentType === causeContentType ? parse(joined(body))?.errorCause : undefined;
  return cause === undefined ? undefined : JSON.stringify(cause);
}

/** A failure in the platform's words. Key order is Lambda's. */
export function failure(type: string, message: string): Failure {
  return {
    type,
    platformType: type,
    message: capped(message),
    document: Buffer.from(JSON.stringify({ errorMessage: message, errorType: type })),
    contentType: "application/json",
  };
}

/**
 * The error type that Lambda takes from `Lambda-Runtime-Function-Error-Type`. The pattern is not anchored.
 * Source: AWS's emulator, `internal/lambda/fatalerror/fatalerror.go`.
 */
export function errorTypeOf(header: string | undefined): string {
  if (header !== undefined && /(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(header)) {
    return header;
  }
  return header?.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
}

function failureOfTrailers(errorType: string | undefined, errorBody: string | undefined): Failure {
  const body = Buffer.from(errorBody ?? "", "base64");
  return failureOfDocument(body, errorTypeOf(errorType), contentTypeOf(body));
}

// The extra field is stripped; what cannot be read becomes this JSON string (AWS's emulator, invocationerror.go).
function failureWithCause(body: Buffer, headerType: string): Failure {
  const document = parse(body);
  if (document === undefined) {
    const invalid = Buffer.from('"Invalid error body"');
    return {
      ...failure(headerType, "Invalid error body"),
      document: invalid,
      contentType: "application/octet-stream",
    };
  }
  const { errorMessage, errorType, stackTrace } = document;
  const stripped = Buffer.from(JSON.stringify({ errorMessage, errorType, stackTrace }));
  return failureOfDocument(stripped, headerType, "application/json");
}

function failureOfDocument(body: Buffer, headerType: string, contentType: string): Failure {
  if (body.byteLength === 0) {
    return failure(headerType, "The runtime reported an error without a message");
  }
  const fields = parse(body);
  const type = text(fields?.errorType) ?? headerType;
  const said = fields?.errorMessage;
  const message = typeof said === "string" ? said : body.toString("utf8", 0, 4 * maxMessageLength);
  return { type, platformType: headerType, message: capped(message), document: body, contentType };
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return value !== null && typeof value === "object" ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function contentTypeOf(body: Buffer): string {
  try {
    JSON.parse(body.toString());
    return "application/json";
  } catch {
    return "application/octet-stream";
  }
}

function capped(message: string): string {
  return message.length <= maxMessageLength ? message : `${message.slice(0, maxMessageLength - 1)}…`;
}
