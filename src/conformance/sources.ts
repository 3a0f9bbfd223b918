import type { Contract } from "./check.ts";

/** Where the sentences of the contract stand. */
export const source = {
  runtimeApi: "AWS Lambda Developer Guide, Using the Lambda runtime API for custom runtimes",
  customRuntime: "AWS Lambda Developer Guide, Building a custom runtime for AWS Lambda",
  variables: "AWS Lambda Developer Guide, Working with Lambda environment variables",
  lifeCycle: "AWS Lambda Developer Guide, Understanding the Lambda execution environment lifecycle",
  quotas: "AWS Lambda Developer Guide, Lambda quotas",
  states: "AWS's Runtime Interface Emulator, internal/lambda/core/states.go",
  router: "AWS's Runtime Interface Emulator, internal/lambda/rapi/router.go",
  response: "AWS's Runtime Interface Emulator, internal/lambda/rapi/handler/invocationresponse.go",
  rendering: "AWS's Runtime Interface Emulator, internal/lambda/rapi/rendering/rendering.go",
  errorCause: "AWS's Runtime Interface Emulator, internal/lambda/rapi/model/error_cause.go",
  release: "AWS's Runtime Interface Emulator, internal/lambda/appctx/appctxutil.go",
  exits: "AWS's Runtime Interface Emulator, internal/lambda/rapid/handlers.go",
  json: "RFC 8259, The JavaScript Object Notation (JSON) Data Interchange Format",
  http: "RFC 9110, HTTP Semantics",
  http1: "RFC 9112, HTTP/1.1",
  convention: "docs/conformance.md, The convention",
} as const;

/** Sentences that several checks come from. */
export const contract = {
  getEvent: {
    sentence:
      "Call the next invocation API to get the next event. The response body contains the event data. Response headers contain the request ID and other information.",
    source: source.customRuntime,
  },
  postResponse: {
    sentence: "Call the invocation response API to post the response from the handler.",
    source: source.customRuntime,
  },
  postError: {
    sentence:
      "If the function returns an error or the runtime encounters an error, the runtime uses this method to report the error to Lambda.",
    source: source.runtimeApi,
  },
  loop: {
    sentence: "After completing initialization tasks, the runtime processes incoming events in a loop.",
    source: source.customRuntime,
  },
  context: {
    sentence:
      "Create an object with context information from environment variables and headers in the API response.",
    source: source.customRuntime,
  },
  trace: {
    sentence:
      "Get the X-Ray tracing header from the Lambda-Runtime-Trace-Id header in the API response. Set the _X_AMZN_TRACE_ID environment variable locally with the same value.",
    source: source.customRuntime,
  },
  jsonEvent: {
    sentence:
      "The response body contains the payload from the invocation, which is a JSON document that contains event data from the function trigger.",
    source: source.runtimeApi,
  },
  initError: {
    sentence: "If an error occurs, call the initialization error API and exit immediately.",
    source: source.customRuntime,
  },
  payloadSize: {
    sentence: "Invocation payload (request and response): 6 MB each for request and response (synchronous).",
    source: source.quotas,
  },
  utf8: {
    sentence:
      "JSON text exchanged between systems that are not part of a closed ecosystem MUST be encoded using UTF-8.",
    source: source.json,
  },
  escapes: { sentence: "Any character may be escaped.", source: source.json },
  errorType: {
    sentence: "Lambda accepts any string, but we recommend a format of <category.reason>.",
    source: source.runtimeApi,
  },
  errorDocument: {
    sentence:
      "This field is a JSON object with the following structure: errorMessage: string (text description of the error), errorType: string, stackTrace: array of strings.",
    source: source.runtimeApi,
  },
} satisfies Readonly<Record<string, Contract>>;
