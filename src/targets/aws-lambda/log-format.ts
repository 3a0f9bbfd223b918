import type { FunctionConfiguration, LoggingConfig } from "@aws-sdk/client-lambda";
import type { VariantLambda } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";

/**
 * How a new function's log is to be written; undefined for text, Lambda's default. Events of an init that went well and of `runtimeDone`
 * are of level DEBUG; what the function itself writes is filtered as it is by default.
 * Source: AWS Lambda Developer Guide, "Log-level filtering", "System log level event mapping".
 */
export function loggingOf({ logFormat = "text" }: VariantLambda = {}): LoggingConfig | undefined {
  return logFormat === "json"
    ? { LogFormat: "JSON", SystemLogLevel: "DEBUG", ApplicationLogLevel: "INFO" }
    : undefined;
}

/** How AWS says that a function's log is written; nothing where what stands in for it does not tell. */
export function logFormatOf({
  LoggingConfig: logging,
}: FunctionConfiguration): Pick<PreparedFacts, "logFormat"> {
  const format = logging?.LogFormat;
  return format === undefined ? {} : { logFormat: format === "JSON" ? "json" : "text" };
}
