import { InvokeCommand } from "@aws-sdk/client-lambda";
import { fieldOf } from "../../shared/field-of.ts";
import type { FunctionCopy } from "./function-copy.ts";
import { functionUrl } from "./function-url.ts";
import type { InvocationOptions, InvocationWay, Reply } from "./invocation.ts";
import { stampCall } from "./timed-call.ts";
import { functionDocument, isFunctionFailure, takeUrlAnswer } from "./url-answer.ts";

/** Signed requests over HTTP; remembers which URL leads to which function. */
export function urlWay(): InvocationWay {
  const urls = new Map<string, URL>();
  return {
    action: "lambda:InvokeFunctionUrl",
    givesTail: false,
    ready: async (copy, signal) => {
      if (!urls.has(copy.name)) {
        urls.set(copy.name, await functionUrl(copy, signal));
      }
    },
    freshen: async (copy, signal) => {
      await knock(copy, urlOf(urls, copy), signal);
    },
    send: (options) => invokeUrl(options, urlOf(urls, options.copy)),
  };
}

function urlOf(urls: ReadonlyMap<string, URL>, copy: FunctionCopy): URL {
  const url = urls.get(copy.name);
  if (url === undefined) {
    throw new Error(`${copy.name}: expected a function URL, got none`);
  }
  return url;
}

/** The payload is the request's body: the function gets it within an event of HTTP. @throws the SDK's errors, for Lambda's own refusals. */
async function invokeUrl({ copy, payload, signal }: InvocationOptions, url: URL): Promise<Reply> {
  const command = requestTo(copy, url, payload);
  const answered = takeUrlAnswer(command.middlewareStack);
  const times = stampCall(command.middlewareStack, copy.region.clock);
  const { $metadata: metadata } = await copy.line.client.send(command, { abortSignal: signal });
  const { answer } = answered;
  if (answer === undefined) {
    throw new Error("expected an answer of the function or an error, got neither");
  }
  return {
    requestId: metadata.requestId ?? "",
    roundTripMs: (times.arrivedMs ?? 0) - (times.departedMs ?? 0),
    functionError: isFunctionFailure(answer) ? "Unhandled" : undefined,
    payload: answer.body,
    document: functionDocument(answer),
    httpStatus: answer.status,
    answered: true,
  };
}

/** Opens the connection: without a signature nothing gets as far as the function. */
async function knock(copy: FunctionCopy, url: URL, signal: AbortSignal): Promise<void> {
  const command = requestTo(copy, url, new Uint8Array());
  command.middlewareStack.add(
    (next) => (args) => {
      Reflect.deleteProperty(Object(fieldOf(args.request, "headers")), "authorization");
      return next(args);
    },
    { step: "deserialize", priority: "low", name: "thawUnsigned" },
  );
  await copy.line.client.send(command, { abortSignal: signal }).catch(() => signal.throwIfAborted());
}

/** The SDK signs requests to function URLs as those to Lambda's own: the address is another one, and nothing else. */
function requestTo({ name }: FunctionCopy, url: URL, payload: Uint8Array): InvokeCommand {
  const command = new InvokeCommand({ FunctionName: name, Payload: payload });
  command.middlewareStack.add(
    (next) => (args) => {
      const request = Object(args.request);
      const headers = { ...request.headers, "content-type": "application/json" };
      const port = url.port === "" ? undefined : Number(url.port);
      Object.assign(request, {
        protocol: url.protocol,
        hostname: url.hostname,
        port,
        path: url.pathname,
        query: {},
        headers,
      });
      return next(args);
    },
    { step: "build", priority: "high", name: "thawUrl" },
  );
  return command;
}
