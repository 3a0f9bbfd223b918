import type { ConnectToPort, Delivery, PortConnection } from "./delivery.ts";

/**
 * Newline-delimited JSON over one connection, made anew when it was lost. A batch counts as delivered when the system took
 * its last byte: TCP has no answer, so what a subscriber's end of the connection still held is lost with it.
 */
export class TcpDelivery implements Delivery {
  readonly #port: number;
  readonly #connect: ConnectToPort;
  readonly #writeLimitMs: number;
  #socket: PortConnection | undefined;

  constructor(port: number, connect: ConnectToPort, writeLimitMs: number) {
    this.#port = port;
    this.#connect = connect;
    this.#writeLimitMs = writeLimitMs;
  }

  send(events: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket ??= this.#open();
      const socket = this.#socket;
      const failed = (error?: Error) => reject(error ?? new Error("the connection was closed"));
      const closed = () => failed();
      const limit = setTimeout(
        () => socket.destroy(new Error(`not taken within ${this.#writeLimitMs} ms`)),
        this.#writeLimitMs,
      );
      limit.unref();
      socket.once("error", failed);
      socket.once("close", closed);
      socket.write(`${events.join("\n")}\n`, (error) => {
        clearTimeout(limit);
        socket.off("error", failed);
        socket.off("close", closed);
        if (error) {
          failed(error);
        } else {
          resolve();
        }
      });
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  // What the subscriber writes is read and dropped: only so is the end of its connection seen.
  // An idle connection holds no process open.
  #open(): PortConnection {
    const socket = this.#connect(this.#port);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket === socket) {
        this.#socket = undefined;
      }
    });
    socket.resume();
    socket.unref();
    return socket;
  }
}
