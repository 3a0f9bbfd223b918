import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { getSystemErrorName } from "node:util";

/** A connection into a sandbox: what is written before the other end has joined waits for it. */
export class Relay extends Duplex {
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

  // What an agent of node:http does to a socket that it keeps; a relay holds no process open by itself.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
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
