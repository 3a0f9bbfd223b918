// One fault each: the steps of the sound runtime that it replaces.
import { Agent } from "node:http";
import { call } from "./client.mjs";
import { sound } from "./sound.mjs";

const never = () => new Promise(() => setInterval(() => {}, 1000));
const next = "/runtime/invocation/next";
/** Changes what the function answers. */
const answering = (change) => ({
  async handle(event, context) {
    return change(await sound.handle.call(this, event, context), event);
  },
});
/** Ends the process at an event that it cannot bear. */
const dyingAt = (cannotBear) => ({
  context(received) {
    if (cannotBear(received)) {
      process.exit(1);
    }
    return sound.context(received);
  },
});
const reading = (text) => ({ text: ({ parts }) => text(parts) });
const strings = (change) => (_key, value) => (typeof value === "string" ? change(value) : value);
const changingStrings = (change) => ({ parse: (text) => JSON.parse(text, strings(change)) });
const depthOf = (value) =>
  value !== null && typeof value === "object" ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

let count = 0;
let first;

export const faults = {
  "never polls": { poll: never },
  "posts before it polls": {
    load: () => call("POST", "/runtime/invocation/none/response", { body: "{}" }),
  },
  "never answers": { respond: never },
  "never asks again": {
    async serve(received) {
      await sound.serve.call(this, received);
      await never();
    },
  },
  "keeps no convention": { handle: () => "hello" },
  "gives up waiting": {
    poll: () => call("GET", next, { timeoutMs: 150 }).catch(() => faults["gives up waiting"].poll()),
  },
  "answers under a wrong id": {
    async respond(id, body) {
      await sound.respond("00000000-0000-0000-0000-000000000000", body);
      return sound.respond(id, body);
    },
  },
  "answers twice": {
    async respond(id, body) {
      await sound.respond(id, body);
      return sound.respond(id, body);
    },
  },
  "tells the context of its first event": {
    context(received) {
      first ??= sound.context(received);
      return { ...first, requestId: sound.context(received).requestId };
    },
  },
  "tells no request id": answering((answer, event) => (event.action === "context" ? {} : answer)),
  "needs a tracing header": dyingAt(({ headers }) => headers["lambda-runtime-trace-id"] === undefined),
  "cannot bear a client context": dyingAt(({ headers }) => "lambda-runtime-client-context" in headers),
  "wants headers as they are documented": dyingAt(
    ({ rawHeaders }) => !rawHeaders.includes("Lambda-Runtime-Aws-Request-Id"),
  ),
  "cannot bear unknown headers": dyingAt(({ headers }) => "lambda-runtime-of-tomorrow" in headers),
  "knows objects only": answering((answer, event) =>
    Object(event) === event && !Array.isArray(event) ? answer : {},
  ),
  "takes {} for nothing": answering((answer, event) =>
    Object.keys(event ?? {}).length === 0 ? null : answer,
  ),
  "reads 20 levels": {
    parse(text) {
      const event = JSON.parse(text);
      return depthOf(event) > 20 ? null : event;
    },
  },
  "wants an event to begin with a brace": {
    parse: (text) => (text.startsWith("{") ? JSON.parse(text) : "?"),
  },
  "wants the action first": {
    parse: (text) => (/"action"/.test(text) && !text.startsWith('{"action"') ? "?" : JSON.parse(text)),
  },
  "has integers of 32 bits": {
    parse: (text) => JSON.parse(text, (_key, value) => (typeof value === "number" ? value | 0 : value)),
  },
  "reads the first part of an event": reading(([part]) => part.toString("utf8")),
  "reads parts as texts": reading((parts) => parts.map((part) => part.toString("utf8")).join("")),
  "reads Latin-1": reading((parts) => Buffer.concat(parts).toString("latin1")),
  "drops surrogates": changingStrings((text) => text.replace(/[\ud800-\udfff]/g, "?")),
  "ends texts at NUL": changingStrings((text) => text.split("\0")[0]),
  "blanks control characters": changingStrings((text) => text.replace(/[\n\r\t\b\f]/g, " ")),
  "takes plus for a space": changingStrings((text) => text.replaceAll("+", " ")),
  "cuts answers at 64 KB": answering((answer) =>
    typeof answer === "string" ? answer.slice(0, 65_536) : answer,
  ),
  "answers null with nothing": { serialise: (value) => (value === null ? "" : JSON.stringify(value)) },
  "posts errors as responses": { fail: (id, { message }) => sound.respond(id, JSON.stringify(message)) },
  "posts errors as plain text": {
    fail: (id, { message }) => call("POST", `/runtime/invocation/${id}/error`, { body: message }),
  },
  "posts errors in Latin-1": {
    fail: (id, { name, message }) =>
      call("POST", `/runtime/invocation/${id}/error`, {
        body: Buffer.from(JSON.stringify({ errorMessage: message, errorType: name }), "latin1"),
      }),
  },
  "cannot bear long errors": {
    fail: (id, error) =>
      error.message.length > 65_536 ? process.exit(1) : sound.fail.call(sound, id, error),
  },
  "ends after an error": {
    async fail(id, error) {
      await sound.fail.call(sound, id, error);
      process.exit(1);
    },
  },
  "hides the environment": answering((answer, event) => (event.action === "env" ? {} : answer)),
  "ends after fifty events": dyingAt(() => ++count > 50),
  "answers the event before": answering((answer) => {
    const before = first ?? answer;
    first = answer;
    return before;
  }),
  "does not wait for the function": {
    handle: (event, context) => (event.action === "sleep" ? null : sound.handle.call(sound, event, context)),
  },
  "leaves connections open": {
    post: (path, body, headers) =>
      call("POST", path, { body, headers, agent: new Agent({ keepAlive: true }) }),
  },
  "starts anew in place of ending": { exit: () => null },

  // What is optional.
  "polls twice": {
    async poll() {
      const other = call("GET", next, { agent: new Agent() });
      other.catch(() => {});
      return sound.poll();
    },
  },
  "polls ahead": {
    async respond(id, body) {
      await call("GET", next);
      return sound.respond(id, body);
    },
  },
  "calls what is not there": { load: () => call("GET", "/runtime/hello") },
  "remembers the trace": {
    context(received) {
      const context = sound.context(received);
      first = context.traceId ?? first;
      return { ...context, traceId: first };
    },
  },
  "cannot bear a charset": dyingAt(({ headers }) => /charset/.test(headers["content-type"])),
  "says little": {
    poll: () => call("GET", next),
    respond: (id, body) => call("POST", `/runtime/invocation/${id}/response`, { body }),
    fail: (id, { name, message }) =>
      call("POST", `/runtime/invocation/${id}/error`, {
        body: JSON.stringify({ errorMessage: message, errorType: name }),
        headers: { "Lambda-Runtime-Function-XRay-Error-Cause": "none" },
      }),
  },
  "ends at load without a word": { load: () => process.env.CONFORMANCE_FAIL_AT_LOAD && process.exit(1) },
  "reports a load error as plain text": {
    load: () =>
      process.env.CONFORMANCE_FAIL_AT_LOAD && call("POST", "/runtime/init/error", { body: '"text"' }),
  },
  "stays after a load error": {
    async load() {
      if (process.env.CONFORMANCE_FAIL_AT_LOAD) {
        await call("POST", "/runtime/init/error", { body: "{}" });
        await never();
      }
    },
  },
  "closes its connections": {
    post: (path, body, headers) => call("POST", path, { body, headers, agent: new Agent() }),
  },
  "cannot bear a closed connection": dyingAt(({ headers }) => headers.connection === "close"),
  "hangs when it is refused": {
    async post(path, body, headers) {
      const { status } = await call("POST", path, { body, headers });
      return status < 300 ? undefined : never();
    },
  },
  "always exits with 1": { exit: () => process.exit(1) },
  "ignores SIGTERM": { load: () => process.on("SIGTERM", () => {}) },
  "streams nothing early": { stream: (id, text) => sound.respond(id, text) },
  "streams a half": { stream: (id, text) => sound.respond(id, text.slice(0, 10)) },
};
