import { invalid } from "./aws-error.ts";

/** `name`, `name:qualifier`, an ARN or a part of one. */
const pattern =
  /^(?:arn:aws:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:|function:)?([A-Za-z0-9-_]{1,64})(?::(\$LATEST|[A-Za-z0-9-_]+))?$/;

/** What a request calls a function. @throws AwsError */
export function parseFunctionName(
  text: string,
  qualifier?: string | null,
): { readonly name: string; readonly qualifier: string | undefined } {
  const found = pattern.exec(text);
  if (found?.[1] === undefined) {
    throw invalid(
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint`,
    );
  }
  return { name: found[1], qualifier: qualifier ?? found[2] };
}

export function functionArn(region: string, accountId: string, name: string, version?: string): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return version === undefined ? arn : `${arn}:${version}`;
}
