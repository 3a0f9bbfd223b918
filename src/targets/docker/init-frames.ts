/**
 * What the sandbox's first process and the harness say to each other: a header of 12 bytes (length of the payload, id, type,
 * source), then the payload; everything little endian. The other side is scripts/sandbox-init/init.c.
 */
export interface Frame {
  readonly type: number;
  /** Which launch, reset, connection or question is meant. */
  readonly id: number;
  /** Of output: which of the process's descriptors it came from. */
  readonly source: number;
  readonly payload: Buffer;
}

/** From the sandbox. */
export const fromInit = {
  hello: 1,
  started: 2,
  output: 3,
  exited: 4,
  empty: 5,
  refused: 6,
  relay: 7,
  cost: 9,
} as const;

/** To the sandbox. */
export const toInit = { launch: 16, signal: 17, reset: 18, connect: 19, ask: 20 } as const;

/** A process as it is to be started. */
export interface LaunchRequest {
  /** A path, or a name that is searched along the PATH in `variables`. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of its variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** It gets a third pipe, descriptor 3. */
  readonly frames: boolean;
}

const headerBytes = 12;
export const tokenBytes = 32;

/** A frame as bytes. */
export function encodeFrame(type: number, id: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(id, 4);
  header.writeUInt8(type, 8);
  return payload.length === 0 ? header : Buffer.concat([header, payload]);
}

/** The payload of a signal or of a port. */
export function encodeNumber(value: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeInt32LE(value);
  return payload;
}

/** The payload of a launch. */
export function encodeLaunch({ command, args, cwd, variables, frames }: LaunchRequest): Buffer {
  const environment = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32LE(args.length + 1, 0);
  numbers.writeUInt32LE(environment.length, 4);
  numbers.writeUInt32LE(frames ? 1 : 0, 8);
  const texts = [cwd, command, ...args, ...environment].map((text) => `${text}\0`).join("");
  return Buffer.concat([numbers, Buffer.from(texts)]);
}

/** Nanoseconds of CLOCK_MONOTONIC as the harness's clock has them. */
export function readNanoseconds(payload: Buffer, offset: number): number {
  return Number(payload.readBigUInt64LE(offset)) / 1e6;
}

/** Cuts what arrives into frames. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);

  /** The frames that are whole now. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= headerBytes) {
      const end = headerBytes + this.#pending.readUInt32LE(0);
      if (this.#pending.length < end) {
        return;
      }
      const whole = this.#pending;
      this.#pending = whole.subarray(end);
      yield {
        id: whole.readUInt32LE(4),
        type: whole.readUInt8(8),
        source: whole.readUInt8(9),
        payload: whole.subarray(headerBytes, end),
      };
    }
  }

  /** What has come after the last whole frame. */
  rest(): Buffer {
    const rest = this.#pending;
    this.#pending = Buffer.alloc(0);
    return rest;
  }
}
