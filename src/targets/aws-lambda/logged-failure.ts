import { parsePlatformLine } from "../../report-lines/parse-platform-line.ts";
import type { SampleError } from "../../samples/sample.ts";
import { fieldOf } from "../../shared/field-of.ts";

/**
 * How an invocation failed by its own log, for whom no answer tells it: the platform's lines of a crash or a timeout, and the line
 * that a runtime writes of an error that nobody caught. Undefined where the log tells of none: other runtimes write none that names
 * the invocation. Source: AWS's runtime interface client for Node.js, `Invoke Error`, in text and in the JSON format.
 */
export function loggedFailure(texts: readonly string[], requestId: string): SampleError | undefined {
  return texts.map((text) => failureIn(text, requestId)).findLast((failure) => failure !== undefined);
}

function failureIn(text: string, requestId: string): SampleError | undefined {
  if (!text.includes(requestId)) {
    return undefined;
  }
  const platform = parsePlatformLine(text);
  switch (platform?.kind) {
    case "error":
      return { type: "Runtime.ExitError", message: platform.message };
    case "timedOut": {
      const seconds = (platform.afterMs / 1000).toFixed(2);
      return { type: "Sandbox.Timedout", message: `Task timed out after ${seconds} seconds` };
    }
    default:
      return uncaughtIn(text);
  }
}

/** `…\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"…","stack":[…]}`, or that as the message of an object. */
function uncaughtIn(text: string): SampleError | undefined {
  const message = text.startsWith("{") ? fieldOf(parsed(text), "message") : text;
  const [, document = ""] =
    /(?:^|\t)Invoke Error\s+(\{.*\})\s*$/s.exec(typeof message === "string" ? message : "") ?? [];
  const error = parsed(document);
  const type = fieldOf(error, "errorType");
  const words = fieldOf(error, "errorMessage");
  return typeof type === "string" && typeof words === "string" ? { type, message: words } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
