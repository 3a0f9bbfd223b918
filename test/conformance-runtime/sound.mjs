// A runtime and its function without a fault, in steps that faults replace.
import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./client.mjs";

const userAgent = { "User-Agent": "sound/1.0" };
const json = { ...userAgent, "Content-Type": "application/json" };

export const sound = {
  /** Loads the function. */
  async load() {
    if (process.env.CONFORMANCE_FAIL_AT_LOAD) {
      const document = { errorMessage: "asked to fail at load", errorType: "LoadError", stackTrace: [] };
      await this.post("/runtime/init/error", JSON.stringify(document), json);
      process.exit(1);
    }
  },

  poll() {
    return call("GET", "/runtime/invocation/next", { headers: userAgent });
  },

  /** What stands in the headers of an event. */
  context({ headers }) {
    return {
      requestId: headers["lambda-runtime-aws-request-id"],
      deadlineMs: Number(headers["lambda-runtime-deadline-ms"]),
      invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
      traceId: headers["lambda-runtime-trace-id"],
    };
  },

  /** The event's text. */
  text({ parts }) {
    return Buffer.concat(parts).toString("utf8");
  },

  parse(text) {
    return JSON.parse(text);
  },

  /** The function. */
  async handle(event, context) {
    switch (event?.action) {
      case "echo":
        return event.payload ?? null;
      case "throw":
        throw Object.assign(new Error(event.message), { name: event.type });
      case "sleep":
        await sleep(event.ms);
        return null;
      case "context":
        return context;
      case "env":
        return { ...process.env };
      case "large":
        return "x".repeat(event.bytes);
      case "exit":
        return this.exit(event.code ?? 0);
      default:
        return event;
    }
  },

  exit(code) {
    process.exit(code);
  },

  async serve(received) {
    const context = this.context(received);
    try {
      const event = this.parse(this.text(received));
      if (event?.action === "stream") {
        await this.stream(context.requestId, JSON.stringify(event.payload));
      } else {
        await this.respond(context.requestId, this.serialise(await this.handle(event, context)));
      }
    } catch (error) {
      await this.fail(context.requestId, error);
    }
  },

  serialise(value) {
    return JSON.stringify(value);
  },

  respond(id, body) {
    return this.post(`/runtime/invocation/${id}/response`, body, json);
  },

  fail(id, { name, message }) {
    const document = { errorMessage: message, errorType: name, stackTrace: ["at handler"] };
    return this.post(`/runtime/invocation/${id}/error`, JSON.stringify(document), {
      ...json,
      "Lambda-Runtime-Function-Error-Type": "Function.Error",
      "Lambda-Runtime-Function-XRay-Error-Cause": '{"exceptions":[]}',
    });
  },

  stream(id, text) {
    const bytes = Buffer.from(text);
    const half = bytes.length >> 1;
    const headers = {
      ...json,
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    };
    const body = async (request) => {
      request.write(bytes.subarray(0, half));
      await sleep(100);
      request.end(bytes.subarray(half));
    };
    return call("POST", `/runtime/invocation/${id}/response`, { headers, body });
  },

  post(path, body, headers) {
    return call("POST", path, { body, headers });
  },
};
