import { createServer, type Server } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../shared/clock.ts";
import type { Delivery, InitEnd, Invocation } from "./invocation.ts";
import { cutBody } from "./request-body.ts";
import { route } from "./route.ts";
import type { RuntimeState } from "./runtime-state.ts";
import { RuntimeSession } from "./session.ts";

/** Lambda's Runtime API for one environment: a listener of its own on the loopback interface. */
export interface RuntimeApi {
  /** `host:port`, what a runtime finds in `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  readonly state: RuntimeState;
  /** Resolves with the first `/next` or the first `/init/error`; never when neither comes. */
  readonly initEnd: Promise<InitEnd>;
  /**
   * Hands an event to the runtime, which must have asked for one.
   * @throws Error when it has not.
   */
  deliver(invocation: Invocation): Delivery;
  /** Resolves when every connection has ended and all that came over them was seen, or after `limitMs`. */
  disconnected(limitMs: number): Promise<void>;
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

/** Opens a Runtime API on a free port of 127.0.0.1. Rejects when there is none. */
export async function startRuntimeApi(clock: Clock): Promise<RuntimeApi> {
  const session = new RuntimeSession(clock);
  const server = createServer(serverOptions, (request, response) => {
    // A pipelined request is looked at when the one before it has been answered; until then it has no socket.
    if (response.socket === null) {
      response.once("socket", () => route(session, request, response));
    } else {
      route(session, request, response);
    }
  });
  const connections = trackConnections(server);
  server.on("clientError", answerBrokenRequest);
  const port = await listen(server);
  let closed: Promise<void> | undefined;
  return {
    address: `127.0.0.1:${port}`,
    get state() {
      return session.state;
    },
    initEnd: session.initEnd,
    deliver: (invocation) => session.deliver(invocation),
    disconnected: (limitMs) => connections.ended(limitMs),
    close: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        connections.destroy();
      });
      return closed;
    },
  };
}

interface Connections {
  ended(limitMs: number): Promise<void>;
  destroy(): void;
}

function trackConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  let lastEnded = () => {};
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) {
        lastEnded();
      }
    });
  });
  return {
    async ended(limitMs) {
      // A connection that was made in the last moment is accepted in one turn of the loop and read in the next.
      for (let turn = 0; turn < 3; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (sockets.size > 0) {
        await new Promise<void>((resolve) => {
          const limit = setTimeout(resolve, limitMs);
          lastEnded = () => {
            clearTimeout(limit);
            resolve();
          };
        });
      }
    },
    destroy() {
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

/** A request that broke in its body gets its endpoint's answer; any other is not worth one in Lambda's words. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (socket.writableEnded) {
    return;
  }
  if (!cutBody(socket) && socket.writable) {
    const status =
      error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
  if (socket instanceof Socket) {
    socket.destroySoon();
  } else {
    socket.destroy();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(address === null || typeof address === "string" ? 0 : address.port);
    });
  });
}
