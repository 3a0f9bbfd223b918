/** The cause of an error as X-Ray takes it. Source: AWS's emulator, `internal/lambda/rapi/model/error_cause.go`. */
interface XrayCause {
  readonly exceptions: readonly Readonly<Record<string, unknown>>[];
  readonly working_directory: string;
  readonly paths: readonly string[];
  readonly message?: string | undefined;
}

/** X-Ray's limit for a document, 64 KiB. */
const maxCauseBytes = 64 * 1024;
/** What is tried, one after the other, on a cause that is too large: the part of each list that stays. */
const keptParts = [0.8, 0.6, 0.4, 0.2, 0];

/**
 * What Lambda keeps of `Lambda-Runtime-Function-XRay-Error-Cause`: JSON of the fields that X-Ray knows, cropped to 64 KiB;
 * undefined where there is none, it is no JSON object of that form, or it says nothing.
 */
export function xrayCauseOf(header: string | undefined): string | undefined {
  const cause = header ? parse(header) : undefined;
  if (cause === undefined) {
    return undefined;
  }
  const whole = JSON.stringify(cause);
  if (Buffer.byteLength(whole) <= maxCauseBytes) {
    return whole;
  }
  const cropped = keptParts.map((part) => JSON.stringify(crop(cause, part)));
  return cropped.find((text) => Buffer.byteLength(text) <= maxCauseBytes);
}

function parse(text: string): XrayCause | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) {
    return undefined;
  }
  const { exceptions, working_directory, paths, message } = value;
  const cause = {
    exceptions: Array.isArray(exceptions) ? exceptions.filter(isRecord) : [],
    working_directory: typeof working_directory === "string" ? working_directory : "",
    paths: Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [],
    ...(typeof message === "string" && message !== "" ? { message } : {}),
  };
  const says = cause.exceptions.length + cause.paths.length + cause.working_directory.length;
  return says > 0 || cause.message !== undefined ? cause : undefined;
}

function crop(cause: XrayCause, part: number): XrayCause {
  const first = <T>(list: readonly T[]) => list.slice(0, Math.floor(list.length * part));
  const text = (words: string) => words.slice(0, part === 0 ? maxCauseBytes / 16 : words.length);
  return {
    exceptions: first(cause.exceptions).map((exception) =>
      Array.isArray(exception.stack) ? { ...exception, stack: first(exception.stack) } : exception,
    ),
    working_directory: text(cause.working_directory),
    paths: first(cause.paths),
    ...(cause.message === undefined ? {} : { message: text(cause.message) }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
