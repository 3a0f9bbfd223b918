import { maxLogLineBytes } from "./log-lines.ts";
import { pieceEnd } from "./utf8-pieces.ts";

/** The levels that a frame's type may carry, from 1 on. */
const levels = [undefined, "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

/** One message of a managed runtime. */
export interface LogFrame {
  readonly format: "text" | "json";
  readonly level: Exclude<(typeof levels)[number], undefined> | undefined;
  /** When it was logged; absent in the oldest form of a frame. */
  readonly time: Date | undefined;
  /** As the runtime wrote it, newlines included; pieces of at most `maxLogLineBytes` where it is longer. */
  readonly message: string;
}

/** A length beyond this is taken for garbage: it would hold back all that follows. */
const maxFrameBytes = 16 * 1024 * 1024;
const magic = 0xa55a;
const magicFirstByte = 0xa5;
const shortHeaderBytes = 8;
const longHeaderBytes = 16;

/**
 * Reads what managed runtimes write to `_LAMBDA_TELEMETRY_LOG_FD`: big endian, 4 bytes of type, 4 of length, 8 of
 * microseconds since 1970, the message. Type `0xa55a0003` is text and `0xa55a0002` JSON, with the level in bits 2 to 4;
 * `0xa55a0001` is the older text frame without a time (Ruby, older Python and Java clients). Bytes that begin no frame are
 * skipped up to the next that may, and counted. How the bytes were cut into chunks does not matter.
 * Source: `LogPatch.js` of aws-lambda-nodejs-runtime-interface-client, `bootstrap.py` of the Python one.
 */
export class LogFrames {
  readonly #take: (frame: LogFrame) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Nothing can be decided with fewer: large messages are not copied for each chunk. */
  #needed = shortHeaderBytes;
  #skippedBytes = 0;

  constructor(take: (frame: LogFrame) => void) {
    this.#take = take;
  }

  /** Bytes that belonged to no frame. */
  get skippedBytes(): number {
    return this.#skippedBytes;
  }

  /** Bytes, as they came. */
  write(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes >= this.#needed) {
      this.#keep(this.#read(Buffer.concat(this.#chunks)));
    }
  }

  /** The writer is gone: half a frame is garbage, but frames may stand behind a false beginning. */
  end(): void {
    let rest: Buffer = Buffer.concat(this.#chunks);
    while (rest.byteLength > 0) {
      this.#skippedBytes += 1;
      rest = this.#read(rest.subarray(1));
    }
    this.#keep(rest);
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.byteLength > 0 ? [rest] : [];
    this.#bytes = rest.byteLength;
  }

  /** Takes every whole frame; returns what may begin another. */
  #read(bytes: Buffer): Buffer {
    let rest = bytes;
    while (rest.byteLength >= shortHeaderBytes) {
      const headerBytes = headerBytesOf(rest);
      if (headerBytes === undefined) {
        rest = this.#skip(rest);
        continue;
      }
      const frameBytes = headerBytes + rest.readUInt32BE(4);
      if (rest.byteLength < frameBytes) {
        this.#needed = frameBytes;
        return rest;
      }
      this.#give(rest.subarray(0, frameBytes), headerBytes);
      rest = rest.subarray(frameBytes);
    }
    this.#needed = shortHeaderBytes;
    return rest;
  }

  #skip(bytes: Buffer): Buffer {
    const next = bytes.indexOf(magicFirstByte, 1);
    const skipped = next === -1 ? bytes.byteLength : next;
    this.#skippedBytes += skipped;
    return bytes.subarray(skipped);
  }

  #give(frame: Buffer, headerBytes: number): void {
    const type = frame.readUInt32BE(0);
    const facts = {
      format: (type & 3) === 2 ? ("json" as const) : ("text" as const),
      level: levels[(type >> 2) & 7],
      time: headerBytes === longHeaderBytes ? timeOf(frame.readBigUInt64BE(8)) : undefined,
    };
    let message = frame.subarray(headerBytes);
    while (message.byteLength > maxLogLineBytes) {
      const end = pieceEnd(message, maxLogLineBytes);
      this.#take({ ...facts, message: message.toString("utf8", 0, end) });
      message = message.subarray(end);
    }
    this.#take({ ...facts, message: message.toString("utf8") });
  }
}

// Undefined where no frame begins.
function headerBytesOf(bytes: Buffer): number | undefined {
  const format = bytes.readUInt16BE(2);
  if (bytes.readUInt16BE(0) !== magic || bytes.readUInt32BE(4) > maxFrameBytes) {
    return undefined;
  }
  if (format === 1) {
    return shortHeaderBytes;
  }
  const isKnown = (format & 3) >= 2 && format >> 2 < levels.length;
  return isKnown ? longHeaderBytes : undefined;
}

function timeOf(microseconds: bigint): Date | undefined {
  const time = new Date(Number(microseconds / 1000n));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
