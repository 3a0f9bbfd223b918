/** An error as AWS answers it. */
export class AwsError extends Error {
  readonly status: number;
  /** `ResourceNotFoundException`, … */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  /** More fields of the body. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    status: number,
    type: string,
    message: string,
    more: { readonly headers?: Record<string, string>; readonly fields?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = more.headers ?? {};
    this.fields = more.fields ?? {};
  }
}

/** Thrown where the connection is to be closed without an answer. */
export class LostConnection extends Error {}

export function notFound(message: string): AwsError {
  return new AwsError(404, "ResourceNotFoundException", message, { fields: { Type: "User" } });
}

export function conflict(message: string): AwsError {
  return new AwsError(409, "ResourceConflictException", message, { fields: { Type: "User" } });
}

export function invalid(message: string): AwsError {
  return new AwsError(400, "InvalidParameterValueException", message, { fields: { Type: "User" } });
}

export function throttled(reason: string, message = "Rate exceeded"): AwsError {
  return new AwsError(429, "TooManyRequestsException", message, {
    headers: { "retry-after": "1" },
    fields: { Reason: reason, Type: "User" },
  });
}
