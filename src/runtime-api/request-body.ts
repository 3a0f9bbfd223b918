import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../shared/clock.ts";

/** A body as it arrived. */
export interface ReceivedBody {
  /** The buffers that arrived, none copied; empty when there were more bytes than the limit. */
  readonly chunks: readonly Buffer[];
  /** All bytes that arrived, also those beyond the limit. */
  readonly bytes: number;
  readonly tooLarge: boolean;
  /** False when the connection was lost, or the request broke, before the body's end. */
  readonly complete: boolean;
  /** Arrival of the first byte; of an empty body, its end. Absent when none came of a body that broke off. */
  readonly firstByteAtMs: number | undefined;
  readonly endedAtMs: number;
}

/** Bodies that are being read, by the socket they come from. */
const openBodies = new WeakMap<Duplex, BodyReader>();

/**
 * Reads a request's body to its end, whatever its size: a client that is still writing would not see the answer.
 * Beyond the limit bytes are counted and dropped. Calls `done` exactly once.
 */
export function receiveBody(
  request: IncomingMessage,
  clock: Clock,
  limitBytes: number,
  done: (body: ReceivedBody) => void,
): void {
  const reader = new BodyReader(clock, limitBytes, done);
  openBodies.set(request.socket, reader);
  request.on("data", (chunk: Buffer) => reader.take(chunk));
  request.on("end", () => reader.finish(true));
  request.on("close", () => reader.finish(false));
}

/** Ends the body that is being read from a socket as incomplete; false when there is none. */
export function cutBody(socket: Duplex): boolean {
  return openBodies.get(socket)?.finish(false) ?? false;
}

/** One buffer: the only one that arrived, or one made of all. */
export function joined(body: ReceivedBody): Buffer {
  const [first, ...rest] = body.chunks;
  return first !== undefined && rest.length === 0 ? first : Buffer.concat(body.chunks);
}

class BodyReader {
  readonly #clock: Clock;
  readonly #limitBytes: number;
  readonly #done: (body: ReceivedBody) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #firstByteAtMs: number | undefined;
  #finished = false;

  constructor(clock: Clock, limitBytes: number, done: (body: ReceivedBody) => void) {
    this.#clock = clock;
    this.#limitBytes = limitBytes;
    this.#done = done;
  }

  take(chunk: Buffer): void {
    this.#firstByteAtMs ??= this.#clock.nowMs();
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= this.#limitBytes) {
      this.#chunks.push(chunk);
    } else if (this.#chunks.length > 0) {
      this.#chunks = [];
    }
  }

  finish(complete: boolean): boolean {
    if (this.#finished) {
      return false;
    }
    this.#finished = true;
    const endedAtMs = this.#clock.nowMs();
    this.#done({
      chunks: this.#chunks,
      bytes: this.#bytes,
      tooLarge: this.#bytes > this.#limitBytes,
      complete,
      firstByteAtMs: this.#firstByteAtMs ?? (complete ? endedAtMs : undefined),
      endedAtMs,
    });
    return true;
  }
}
