import { createHash } from "node:crypto";
import { constants, createReadStream, open } from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { InputError, messageOf, type Problem } from "../shared/errors.ts";
import { logText } from "./log-text.ts";

/** A file that was read, as far as it was. */
export interface ReadFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A file of a log, or standard input. */
export interface LogSource {
  /** As it was named. */
  readonly name: string;
  /** Absent: standard input. */
  readonly path?: string | undefined;
}

/** What messages call it. */
export function placeOf({ name, path }: LogSource): string {
  return path === undefined ? "stdin" : name;
}

/** Before anything is made: @throws InputError with every source that is not there, is a folder, or is named twice. */
export async function refuseBadSources(sources: readonly LogSource[]): Promise<void> {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const source of sources) {
    const found = await identityOf(source);
    const message = seen.has(found.identity) ? "expected each file once, got it twice" : found.message;
    seen.add(found.identity);
    problems.push(...(message === undefined ? [] : [{ place: placeOf(source), message }]));
  }
  if (problems.length > 0) {
    throw new InputError(problems);
  }
}

interface FoundSource {
  /** Two names of one file have the same. */
  readonly identity: string;
  readonly message?: string | undefined;
}

async function identityOf({ name, path }: LogSource): Promise<FoundSource> {
  if (path === undefined) {
    return { identity: "stdin" };
  }
  try {
    const found = await stat(path);
    const message = found.isDirectory() ? "expected a file of a log, got a folder" : undefined;
    return { identity: `${found.dev}/${found.ino}`, message };
  } catch (error) {
    return { identity: name, message: `expected a file of a log, got ${messageOf(error)}` };
  }
}

/**
 * A log's bytes as text, in chunks; what was compressed by gzip, as exports to S3 are, is unpacked. `stop` ends the reading.
 * Returns what was read. @throws InputError when it cannot be read, or is no text.
 */
export async function* readText(
  source: LogSource,
  stdin: Readable,
  stop: AbortSignal,
): AsyncGenerator<string, ReadFile> {
  const input = source.path === undefined ? stdin : await openInput(source, source.path);
  const onStop = () => input.destroy();
  stop.addEventListener("abort", onStop);
  const hash = createHash("sha256");
  let bytes = 0;
  const count = (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  };
  try {
    yield* logText(counted(input, count), placeOf(source));
  } catch (error) {
    throw error instanceof InputError || stop.aborted ? error : unreadable(source, error);
  } finally {
    stop.removeEventListener("abort", onStop);
    input.destroy();
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** A named pipe is read as sockets are: a file's read could not be ended while nothing comes, nor could this process. */
async function openInput(source: LogSource, path: string): Promise<Readable> {
  try {
    if (!(await stat(path)).isFIFO()) {
      return createReadStream(path);
    }
    // A FileHandle would close it as soon as nobody holds the handle.
    const fd = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw unreadable(source, error);
  }
}

function unreadable(source: LogSource, error: unknown): InputError {
  const message = `expected a file of a log that can be read, got ${messageOf(error)}`;
  return new InputError([{ place: placeOf(source), message }], { cause: error });
}

async function* counted(input: Readable, count: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    count(bytes);
    yield bytes;
  }
}
