import type { Socket } from "node:net";
import { getSystemErrorName } from "node:util";
import { AgentSocket } from "./agent-socket.ts";

/**
 * A connection into a sandbox: what is written before the other end has joined waits for it. It holds no process open by itself.
 */
export class Relay extends AgentSocket {
  readonly #onClosed: () => void;
  #socket: Socket | undefined;
  #waiting: (() => void) | undefined;

  constructor(onClosed: () => void) {
    super();
    this.#onClosed = onClosed;
  }

  /** The other end is here. */
  join(socket: Socket): void {
    if (this.destroyed) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      if (!this.push(chunk)) {
        socket.pause();
      }
    });
    socket.once("end", () => this.push(null));
    socket.once("error", (error) => this.destroy(error));
    socket.once("close", () => this.destroy());
    this.emit("connect");
    this.#waiting?.();
    this.#waiting = undefined;
  }

  /** Nothing listens there; `errno` says why. */
  refuse(errno: number): void {
    const code = getSystemErrorName(-errno);
    this.destroy(Object.assign(new Error(`connect ${code}`), { code }));
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#joined((socket) => socket.write(chunk, done));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#joined((socket) => socket.end(() => done()));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket?.destroy();
    this.#onClosed();
    done(error);
  }

  #joined(work: (socket: Socket) => void): void {
    const socket = this.#socket;
    if (socket === undefined) {
      this.#waiting = () => {
        if (this.#socket !== undefined) {
          work(this.#socket);
        }
      };
    } else {
      work(socket);
    }
  }
}
