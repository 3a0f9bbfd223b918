import type { Server } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { cutBody } from "./request-body.ts";

/** The open connections of a listener. */
export interface Connections {
  /** Resolves when all have ended and what came over them was seen, or after `limitMs`. */
  ended(limitMs: number): Promise<void>;
  /** Ends all at once. */
  destroy(): void;
}

/** Follows the connections of a listener from now on. */
export function trackConnections(server: Server): Connections {
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
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
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
