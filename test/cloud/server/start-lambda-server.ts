import { randomUUID } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answer } from "./answer.ts";
import { AwsError, LostConnection } from "./aws-error.ts";
import { type Context, createContext } from "./context.ts";
import { errorReply } from "./error-reply.ts";
import { type Faults, noFaults } from "./faults.ts";
import { urlRoute } from "./function-url.ts";
import { defaultOptions, defaultTiming, type LambdaServerOptions } from "./options.ts";
import { type Reply, sendReply } from "./reply.ts";
import { type Request, readRequest } from "./request.ts";
import { resourceOf } from "./resource.ts";
import { routeOf } from "./routes.ts";
import { type ServerState, serverState } from "./server-state.ts";

/** A control plane of AWS Lambda with what a harness needs of its neighbours, on a port of this machine. */
export interface LambdaServer extends AsyncDisposable {
  /** For `endpoint` of the SDK's clients and AWS_ENDPOINT_URL. Regions are told apart by the signature. */
  readonly endpoint: string;
  readonly state: ServerState;
  /** Can be changed at any time. */
  readonly faults: Faults;
  /** Closes every connection; what still runs is given up. */
  stop(): Promise<void>;
}

/** Starts one on a free port. What `options` leave out is as Lambda is, but for short times. */
export async function startLambdaServer(options: Partial<LambdaServerOptions> = {}): Promise<LambdaServer> {
  const stopping = new AbortController();
  // As many wait by it as functions run.
  setMaxListeners(0, stopping.signal);
  const faults = structuredClone({ ...noFaults, ...options.faults });
  const complete = { ...defaultOptions, timing: {}, faults: {}, ...options };
  const timing = { ...defaultTiming, ...options.timing };
  const context = createContext(complete, timing, faults, stopping.signal);
  const server = createServer((message, response) => void serve(context, message, response));
  // As on AWS, a client decides how long a connection stays.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  context.endpoint = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  const stop = async () => {
    stopping.abort();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    endpoint: context.endpoint,
    state: serverState(context),
    faults,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function serve(context: Context, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const atMs = context.nowMs();
  let request: Request | undefined;
  let action = "";
  let resource = "";
  const done = async (reply: Reply, error?: string) => {
    const status = reply.lost ? 0 : reply.status;
    context.calls.push({ action, region: request?.region ?? "", resource, atMs, status, error });
    await sendReply(response, reply, requestId);
  };
  try {
    request = await readRequest(message);
    const url = urlRoute(context, request);
    if (url !== undefined) {
      request = { ...request, region: url.region };
    } else if (request.service === "") {
      throw new AwsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    const route = url ?? routeOf(request);
    ({ action } = route);
    resource = resourceOf(request, route);
    await done(await answer(context, request, route, resource, requestId));
  } catch (error) {
    if (error instanceof LostConnection) {
      return await done({ status: 0, lost: true });
    }
    const service = action === "lambda:InvokeFunctionUrl" ? "url" : (request?.service ?? "");
    const { reply, name } = errorReply(error, service);
    await done(reply, name);
  }
}
