import { AwsError } from "./aws-error.ts";
import type { Reply } from "./reply.ts";

/** An error in the service's own form; one of this server itself says so. */
export function errorReply(
  error: unknown,
  service: string,
): { readonly reply: Reply; readonly name: string } {
  const known =
    error instanceof AwsError ? error : new AwsError(500, "ServerBug", `test server: ${String(error)}`);
  const { status, type, message, headers, fields } = known;
  if (service === "sts") {
    const raw = `<ErrorResponse><Error><Type>Sender</Type><Code>${type.replace(/Exception$/, "")}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return { name: type, reply: { status, headers: { "content-type": "text/xml" }, raw } };
  }
  if (service === "url") {
    // Source: https://github.com/sivchari/kumo/pull/943, which holds itself against AWS.
    const named = { "content-type": "application/json", "x-amzn-errortype": type, ...headers };
    return { name: type, reply: { status, headers: named, json: { ...fields, Message: message } } };
  }
  const isLambda = service === "lambda";
  return {
    name: type,
    reply: {
      status,
      headers: {
        "content-type": isLambda ? "application/json" : "application/x-amz-json-1.1",
        "x-amzn-errortype": type,
        ...headers,
      },
      json: { ...fields, ...(isLambda ? {} : { __type: type }), message },
    },
  };
}
