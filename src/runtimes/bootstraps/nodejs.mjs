// Stands in for Lambda's Node.js runtime client: loads the handler, then asks the Runtime API for one event after the
// other. It runs inside `init` and `invoke`, so it has no dependency and does nothing that the managed runtime does not.
// Behaviour: aws-lambda-nodejs-runtime-interface-client 3.3 (Node.js 22 and older) and 4 (Node.js 24 and later).
import { existsSync, readFileSync, writeSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const environment = process.env;
const taskRoot = environment.LAMBDA_TASK_ROOT ?? process.cwd();
const require = createRequire(join(taskRoot, "thaw-bootstrap.cjs"));

/** Node.js 24 and later know no callbacks, and wait for the handler's promise alone. */
const runtimeMajor = Number(
  /nodejs(\d+)/.exec(environment.AWS_EXECUTION_ENV ?? "")?.[1] ?? process.versions.node.split(".")[0],
);
const hasCallbacks = runtimeMajor < 24;

const streamingKey = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMarkKey = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const preludeContentType = "application/vnd.awslambda.http-integration-response";

/** The invocation under way; undefined while initialising. */
let requestId;
/** Ends the invocation under way when the event loop has run empty before the handler was done. */
let onEmptyLoop = () => {};

// ---------------------------------------------------------------------------------------------- the Runtime API

const [apiHost, apiPort] = (environment.AWS_LAMBDA_RUNTIME_API ?? "127.0.0.1:9001").split(":");
const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 1 });

function open(method, path, headers, agent = keepAlive) {
  const address = { host: apiHost, port: apiPort, path: `/2018-06-01/runtime/${path}` };
  return http.request({ ...address, method, headers, agent });
}

function call(request, body) {
  const answer = answerTo(request);
  request.end(body);
  return answer;
}

function answerTo(request) {
  return new Promise((done, failed) => {
    request.on("error", failed);
    request.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () =>
        done({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
  });
}

function post(path, text, headers = {}, agent = keepAlive) {
  const body = Buffer.from(text);
  const described = { "Content-Type": "application/json", "Content-Length": body.length, ...headers };
  return call(open("POST", path, described, agent), body);
}

function postError(error, agent = keepAlive) {
  return post(`invocation/${requestId}/error`, JSON.stringify(errorDocument(error)), {}, agent);
}

function postInitError(error, agent = keepAlive) {
  const document = errorDocument(error);
  return post("init/error", JSON.stringify(document), errorTypeHeader(document), agent);
}

function errorTypeHeader({ errorType }) {
  return { "Lambda-Runtime-Function-Error-Type": /^[\x20-\x7e]+$/.test(errorType) ? errorType : "Error" };
}

// ------------------------------------------------------------------------------------------------------- errors

class RuntimeError extends Error {
  constructor(type, message, cause) {
    super(message);
    this.name = `Runtime.${type}`;
    if (cause instanceof Error) {
      this.stack = cause.stack;
    }
  }
}

function errorDocument(error) {
  if (error instanceof Error || Object.prototype.toString.call(error) === "[object Error]") {
    const { name, message, stack } = error;
    return { errorType: String(name), errorMessage: String(message), trace: String(stack ?? "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: textOf(error), trace: [] };
}

function textOf(value) {
  try {
    return String(value);
  } catch {
    return format("%o", value);
  }
}

/** A failure that no handler caught ends the process, as on Lambda. */
function dieOf(label, error, exitCode) {
  logError(label, error);
  // On a connection of its own: the kept one may be waiting for the next event.
  const posted = requestId === undefined ? postInitError(error, false) : postError(error, false);
  const exit = () => process.exit(exitCode);
  posted.then(exit, exit);
}

process.on("uncaughtException", (error) => dieOf("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) =>
  dieOf(
    "Unhandled Promise Rejection",
    new RuntimeError("UnhandledPromiseRejection", textOf(reason), reason),
    128,
  ),
);

// --------------------------------------------------------------------------------------------------------- logs

function patchConsole() {
  const levels = {
    log: "INFO",
    debug: "DEBUG",
    info: "INFO",
    warn: "WARN",
    error: "ERROR",
    trace: "TRACE",
    fatal: "FATAL",
  };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...words) => writeLine(level, format(...words));
  }
}

/** At once, as on Lambda: a line is not lost with a process that exits after it. */
function writeLine(level, message) {
  const line = Buffer.from(
    `${new Date().toISOString()}\t${requestId ?? "undefined"}\t${level}\t${message}\n`,
  );
  let written = 0;
  try {
    while (written < line.byteLength) {
      written += writeSync(1, line, written);
    }
  } catch {
    // The function uses process.stdout, which makes the pipe non-blocking, and has filled it.
    process.stdout.write(line.subarray(written));
  }
}

function logError(label, error) {
  const { errorType, errorMessage, trace } = errorDocument(error);
  writeLine("ERROR", `${label}\t${JSON.stringify({ errorType, errorMessage, stack: trace })}`);
}

// -------------------------------------------------------------------------------------------------- the handler

async function loadHandler(name) {
  if (name.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${name}' is not a valid handler name: it must not contain '..'`,
    );
  }
  const last = basename(name);
  const parts = /^([^.]*)\.(.*)$/.exec(last);
  if (parts === null) {
    throw new RuntimeError("MalformedHandlerName", "Bad handler");
  }
  const [, moduleName, exported] = parts;
  return findHandler(await loadModule(name.slice(0, name.length - last.length), moduleName), exported, name);
}

async function loadModule(folder, moduleName) {
  try {
    return await loadFile(resolve(taskRoot, folder, moduleName), folder, moduleName);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("UserCodeSyntaxError", String(error), error);
    }
    if (error?.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("ImportModuleError", String(error), error);
    }
    throw error;
  }
}

/** The order of Lambda's client: no ending, .js, .mjs, .cjs, then as require() finds it, NODE_PATH included. */
function loadFile(path, folder, moduleName) {
  if (existsSync(path)) {
    return require(path);
  }
  if (existsSync(`${path}.js`)) {
    return isModulePackage(dirname(path)) ? importFile(`${path}.js`) : require(`${path}.js`);
  }
  if (existsSync(`${path}.mjs`)) {
    return importFile(`${path}.mjs`);
  }
  if (existsSync(`${path}.cjs`)) {
    return require(`${path}.cjs`);
  }
  return require(require.resolve(moduleName, { paths: [taskRoot, join(taskRoot, folder)] }));
}

function importFile(path) {
  return import(pathToFileURL(path).href);
}

/** True when the nearest package.json says `"type": "module"`. */
function isModulePackage(folder) {
  const file = join(folder, "package.json");
  if (existsSync(file)) {
    return JSON.parse(readFileSync(file, "utf8")).type === "module";
  }
  return dirname(folder) !== folder && isModulePackage(dirname(folder));
}

function findHandler(module, exported, name) {
  const keys = exported.split(".");
  const find = (from) => keys.reduce((nested, key) => nested?.[key], from);
  const handler = find(module) ?? (hasCallbacks ? undefined : find(module?.default));
  if (!handler) {
    throw new RuntimeError("HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new RuntimeError("HandlerNotFound", `${name} is not a function`);
  }
  if (!hasCallbacks && handler.length >= 3 && handler[streamingKey] !== "response") {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
        "You need to modify this function to use a supported handler signature to use Node.js 24 or later.",
    );
  }
  return handler;
}

// --------------------------------------------------------------------------------------------------- invocations

function contextOf(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed(headers["lambda-runtime-client-context"]),
    identity: parsed(headers["lambda-runtime-cognito-identity"]),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
  };
}

function parsed(json) {
  return json === undefined ? undefined : JSON.parse(json);
}

async function nextInvocation() {
  const { status, headers, body } = await call(open("GET", "invocation/next", {}));
  if (status !== 200) {
    throw new Error(`the Runtime API answered ${status} to invocation/next: ${body}`);
  }
  requestId = headers["lambda-runtime-aws-request-id"];
  if (headers["lambda-runtime-trace-id"] === undefined) {
    delete environment._X_AMZN_TRACE_ID;
  } else {
    environment._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  }
  return { context: contextOf(headers), body };
}

/** Runs the handler and posts what came of it. Resolves when the next event may be asked for. */
async function serve(handler, { context, body }) {
  let outcome;
  try {
    const event = JSON.parse(body);
    outcome = hasCallbacks
      ? await outcomeOf(handler, event, context)
      : { result: await settled(handler, event, context) };
    outcome.text ??= serialised(outcome.result);
  } catch (error) {
    logError("Invoke Error", error);
    await postError(error);
    return;
  }
  await post(`invocation/${requestId}/response`, outcome.text);
  if (outcome.waitForEmptyLoop?.()) {
    await new Promise((resume) => {
      onEmptyLoop = resume;
    });
  }
}

/** Node.js 24 and later: the handler's value or promise is the answer. */
function settled(handler, event, context) {
  return new Promise((done, failed) => {
    onEmptyLoop = () => failed(neverSettled());
    // In an async function, so that a synchronous throw rejects too.
    (async () => handler(event, context))().then(done, failed);
  });
}

/** Node.js 22 and older: a promise, the callback or context.done/succeed/fail, whichever comes first. */
function outcomeOf(handler, event, context) {
  return new Promise((done, failed) => {
    let waits = true;
    const finish = (error, result, waitForEmptyLoop) =>
      error === undefined || error === null ? done({ result, waitForEmptyLoop }) : failed(error);
    Object.defineProperty(context, "callbackWaitsForEmptyEventLoop", {
      enumerable: true,
      get: () => waits,
      set: (value) => {
        waits = value;
      },
    });
    context.done = (error, result) => finish(error, result);
    context.succeed = (result) => finish(null, result);
    context.fail = (error) => finish(error ?? "handled");
    onEmptyLoop = () => (isAsync(handler) ? failed(neverSettled()) : done({ result: null }));
    const callback = (error, result) => finish(error, result, () => waits);
    const returned = handler(event, context, callback);
    if (typeof returned?.then === "function") {
      returned.then(context.succeed, context.fail);
    }
  });
}

function isAsync(handler) {
  return handler.constructor.name === "AsyncFunction";
}

function neverSettled() {
  return new RuntimeError(
    "NodeJsExit",
    "The handler's promise was never settled, and nothing is left that could settle it.",
  );
}

function serialised(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch (cause) {
    const error = new Error("Unable to stringify response body", { cause });
    error.name = hasCallbacks ? "Error" : "Runtime.JSONStringifyError";
    throw error;
  }
}

// ---------------------------------------------------------------------------------------------------- streaming

globalThis.awslambda = {
  ...globalThis.awslambda,
  streamifyResponse(handler, options) {
    handler[streamingKey] = "response";
    if (typeof options?.highWaterMark === "number") {
      handler[highWaterMarkKey] = options.highWaterMark;
    }
    return handler;
  },
  HttpResponseStream: {
    /** Sends `prelude` (status code, headers) and 8 NULs before the first byte of the body. */
    from(stream, prelude) {
      stream.setContentType(preludeContentType);
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(Buffer.alloc(8));
      };
      return stream;
    },
  },
};

async function serveStreaming(handler, { context, body }) {
  const stream = responseStream();
  const answered = answerTo(stream);
  answered.catch(() => {});
  try {
    await finished(handler, JSON.parse(body), context, stream, answered);
  } catch (error) {
    logError("Invoke Error", error);
    failStream(stream, error);
    await answered;
  }
}

function responseStream() {
  const stream = open("POST", `invocation/${requestId}/response`, {
    "Lambda-Runtime-Function-Response-Mode": "streaming",
    "Content-Type": "application/octet-stream",
    "Transfer-Encoding": "chunked",
    Trailer: ["Lambda-Runtime-Function-Error-Type", "Lambda-Runtime-Function-Error-Body"],
  });
  let written = false;
  const write = stream.write.bind(stream);
  const end = stream.end.bind(stream);
  const beforeFirst = () => {
    if (!written) {
      written = true;
      stream._onBeforeFirstWrite?.((chunk) => write(chunk));
    }
  };
  stream.setContentType = (contentType) => {
    if (written) {
      throw new RuntimeError("InvalidStreamingOperation", "Cannot set content-type, too late.");
    }
    stream.setHeader("Content-Type", contentType);
  };
  stream.write = (chunk, ...rest) => {
    beforeFirst();
    return write(bytesOf(chunk), ...rest);
  };
  // ClientRequest.end(chunk) does not go through write.
  stream.end = (chunk, ...rest) => {
    if (chunk === undefined || chunk === null || typeof chunk === "function") {
      return end(chunk, ...rest);
    }
    beforeFirst();
    return end(bytesOf(chunk), ...rest);
  };
  return stream;
}

function bytesOf(chunk) {
  return typeof chunk === "string" || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk);
}

/** Resolves when the handler is done and the whole stream has been taken. */
function finished(handler, event, context, stream, answered) {
  return new Promise((done, failed) => {
    onEmptyLoop = () => failed(new Error("Response stream is not finished."));
    const returned = handler(event, stream, context);
    if (typeof returned?.then !== "function") {
      throw new Error("Streaming does not support non-async handlers.");
    }
    returned
      .then((result) => {
        if (result !== undefined) {
          console.warn("Streaming handlers ignore return values.");
        }
        return answered;
      })
      .then(done, failed);
  });
}

function failStream(stream, error) {
  if (stream.writableEnded) {
    return;
  }
  const document = errorDocument(error);
  stream.addTrailers({
    "Lambda-Runtime-Function-Error-Type": errorTypeHeader(document)["Lambda-Runtime-Function-Error-Type"],
    "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(document)).toString("base64"),
  });
  stream.end();
}

// --------------------------------------------------------------------------------------------------------- run

process.on("beforeExit", () => {
  const resume = onEmptyLoop;
  onEmptyLoop = () => {};
  resume();
});

patchConsole();
let handler;
try {
  handler = await loadHandler(environment._HANDLER ?? "");
} catch (error) {
  logError("Uncaught Exception", error);
  await postInitError(error);
  process.exit(1);
}
const serveOne = handler[streamingKey] === "response" ? serveStreaming : serve;
while (true) {
  await serveOne(handler, await nextInvocation());
  onEmptyLoop = () => {};
}
