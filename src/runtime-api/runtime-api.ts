import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../shared/clock.ts";
import { answerBrokenRequest, trackConnections } from "./connections.ts";
import { ExtensionRegistry } from "./extensions/registry.ts";
import type { FunctionFacts } from "./function-facts.ts";
import type { Delivery, InitEnd, Invocation, RestoreEnd } from "./invocation.ts";
import { route, type Served } from "./route.ts";
import type { RuntimeState } from "./runtime-state.ts";
import { RuntimeSession } from "./session.ts";
import type { SnapStart } from "./snap-start.ts";
import type { StreamBandwidth } from "./stream-bandwidth.ts";
import { createTelemetry } from "./telemetry/create-telemetry.ts";
import type { ConnectToPort } from "./telemetry/delivery.ts";
import type { LogFormat } from "./telemetry/event-form.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";

/** Where a Runtime API listens. */
export interface ListenAt {
  /** An address of this machine. */
  readonly host: string;
  /** The address by which the runtime reaches it, where that is another. */
  readonly seenAs?: string | undefined;
  /** Whether somebody from this address is answered; others are cut off before a word. */
  admits(remoteAddress: string | undefined): boolean;
}

const loopback: ListenAt = { host: "127.0.0.1", admits: () => true };

/** What a Runtime API is made of. */
export interface RuntimeApiOptions {
  readonly clock: Clock;
  readonly facts: FunctionFacts;
  /** The names of the files in /opt/extensions; undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** Opens a connection to a port of the environment's own loopback interface, where extensions listen for telemetry. */
  readonly connect: ConnectToPort;
  /** The address to listen at, and who is answered there. Default: 127.0.0.1 and everybody who reaches it. */
  readonly listenAt?: ListenAt | undefined;
  /** Default: `Text`. */
  readonly logFormat?: LogFormat | undefined;
  /** How fast streamed responses are read. Default: as they come. */
  readonly streamBandwidth?: StreamBandwidth | undefined;
  /** Given where the initialization type is `snap-start`. */
  readonly snapStart?: SnapStart | undefined;
  /**
   * Sees every request before its endpoint does; true when it answers the request itself. For what looks at a client rather
   * than measures it.
   */
  readonly intercept?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
}

/**
 * Lambda's Runtime API, Extensions API and Telemetry API for one environment: a listener of its own on the loopback
 * interface.
 */
export interface RuntimeApi {
  /** `host:port`, what a runtime finds in `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  readonly state: RuntimeState;
  /** Resolves with the runtime's first `/next`, `/restore/next` or `/init/error`; never when none comes. */
  readonly initEnd: Promise<InitEnd>;
  readonly extensions: ExtensionRegistry;
  readonly telemetry: Telemetry;
  /**
   * Hands an event to the runtime, and tells the extensions that want to know.
   * @throws Error when the runtime has not asked for an event.
   */
  deliver(invocation: Invocation): Delivery;
  /**
   * Lets the runtime go on from `/restore/next`; resolves with its first `/next` or error.
   * @throws Error when it does not wait there.
   */
  restore(): Promise<RestoreEnd>;
  /** Resolves when every connection has ended and all that came over them was seen, or after `limitMs`. */
  disconnected(limitMs: number): Promise<void>;
  /**
   * Ends every connection and begins again as at the start, at the same address: for processes that are started anew. Call it
   * after `disconnected`: what a dead process sent last over a connection that was not accepted yet would count for the new.
   */
  reset(): void;
  /** Ends the listener and every connection at once. May be called again. */
  close(): Promise<void>;
}

// `/next` blocks for as long as there is no event: nothing here may time out. The header limit leaves room for the
// X-Ray cause, which clients send up to 1 MiB.
const serverOptions = {
  noDelay: true,
  requestTimeout: 0,
  headersTimeout: 0,
  keepAliveTimeout: 0,
  connectionsCheckingInterval: 2 ** 31 - 1,
  maxHeaderSize: 1024 * 1024 + 64 * 1024,
};

/** Opens a Runtime API on a free port. Rejects when there is none. */
export async function startRuntimeApi(options: RuntimeApiOptions): Promise<RuntimeApi> {
  const { clock, connect, logFormat = "Text", listenAt = loopback } = options;
  const telemetry = createTelemetry({ clock, connect, logFormat });
  let life = new Life(options, telemetry);
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    if (options.intercept?.(request, response) !== true) {
      route(life.served, request, response);
    }
  };
  const server = createServer(serverOptions, (request, response) => {
    // A pipelined request is looked at when the one before it has been answered; until then it has no socket.
    if (response.socket === null) {
      response.once("socket", () => serve(request, response));
    } else {
      serve(request, response);
    }
  });
  server.prependListener("connection", (socket: Socket) => {
    if (!listenAt.admits(socket.remoteAddress)) {
      socket.destroy();
    }
  });
  const connections = trackConnections(server);
  server.on("clientError", answerBrokenRequest);
  const port = await listen(server, listenAt.host);
  let closed: Promise<void> | undefined;
  return {
    address: `${listenAt.seenAs ?? listenAt.host}:${port}`,
    get state() {
      return life.session.state;
    },
    get initEnd() {
      return life.session.initEnd;
    },
    get extensions() {
      return life.extensions;
    },
    telemetry,
    deliver: (invocation) => life.deliver(invocation),
    restore: () => {
      life.session.restore();
      return life.session.restoreEnd;
    },
    disconnected: (limitMs) => connections.ended(limitMs),
    reset: () => {
      connections.destroy();
      telemetry.reset();
      life = new Life(options, telemetry);
    },
    close: () => {
      closed ??= new Promise((resolve) => {
        telemetry.close();
        server.close(() => resolve());
        connections.destroy();
      });
      return closed;
    },
  };
}

/** What is served from a start of the environment's processes to their end. */
class Life {
  readonly session: RuntimeSession;
  readonly extensions: ExtensionRegistry;
  readonly served: Served;

  constructor(options: RuntimeApiOptions, telemetry: Served["telemetry"]) {
    const { clock, facts, snapStart, streamBandwidth } = options;
    // Registration ends with the runtime's init; an extension may subscribe until its own has ended.
    const closeSubscriptions = () => {
      if (!this.extensions.open && this.extensions.initialised) {
        telemetry.closeSubscriptions();
      }
    };
    this.extensions = new ExtensionRegistry(clock, options.extensions ?? [], closeSubscriptions);
    const onInitialised = () => {
      this.extensions.close();
      closeSubscriptions();
    };
    this.session = new RuntimeSession(clock, onInitialised, streamBandwidth);
    const { session, extensions } = this;
    this.served = {
      session,
      facts,
      extensions: options.extensions === undefined ? undefined : extensions,
      telemetry,
      snapStart,
    };
  }

  deliver(invocation: Invocation): Delivery {
    if (!this.extensions.hasInvokeSubscribers) {
      const { progress, completed } = this.session.deliver(invocation);
      return { progress, extensions: [], runtimeDone: completed, completed };
    }
    if (this.session.state !== "Ready") {
      throw new Error(`deliver: expected a runtime that asked for an event, got state ${this.session.state}`);
    }
    // The extensions first: telling them is then no part of what is measured of the runtime.
    const { invoked, ready } = this.extensions.invoke(invocation);
    const { progress, completed } = this.session.deliver(invocation);
    const all = Promise.all([completed, ready]).then(() => {});
    return { progress, extensions: invoked, runtimeDone: completed, completed: all };
  }
}

function listen(server: ReturnType<typeof createServer>, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(address === null || typeof address === "string" ? 0 : address.port);
    });
  });
}
