import { type FileHandle, open } from "node:fs/promises";
import { InputError, messageOf } from "../shared/errors.ts";
import type { Sample } from "./sample.ts";
import { formatSample } from "./sample-line.ts";

/** Opens a samples file for appending; creates it where there is none. @throws InputError when it cannot be opened. */
export async function openSampleWriter(path: string): Promise<SampleWriter> {
  try {
    const file = await open(path, "a");
    return new SampleWriter(path, file, (await file.stat()).size);
  } catch (error) {
    throw notWritable(path, error);
  }
}

/** Records whole environments: what is not yet ended is not yet in the file. Holds nothing back. */
export class SampleWriter implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  #size: number;

  constructor(path: string, file: FileHandle, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /**
   * Appends the samples of an ended environment in one write and marks the last of them.
   * What a failed write has left behind is taken back, so that the file still ends with a whole environment.
   * @throws InputError when it cannot be written, for example because the disk is full.
   */
  async appendEnvironment(samples: readonly Sample[]): Promise<void> {
    await this.#append(environmentText(samples));
  }

  /** The same of many environments of one sample each, all in one write. @throws InputError like `appendEnvironment`. */
  async appendSingles(samples: readonly Sample[]): Promise<void> {
    await this.#append(samples.map((sample) => environmentText([sample])).join(""));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  async #append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      await this.#write(bytes);
    } catch (error) {
      await this.#file.truncate(this.#size).catch(() => undefined);
      throw notWritable(this.#path, error);
    }
    this.#size += bytes.length;
  }

  /** One write; the loop is for a file system that took less than it was given. */
  async #write(bytes: Buffer): Promise<void> {
    for (let offset = 0; offset < bytes.length; ) {
      offset += (await this.#file.write(bytes, offset)).bytesWritten;
    }
  }
}

function environmentText(samples: readonly Sample[]): string {
  return samples.map((sample, index) => formatSample(marked(sample, index === samples.length - 1))).join("");
}

function marked(sample: Sample, isLast: boolean): Sample {
  return isLast ? { ...sample, last: true } : sample;
}

function notWritable(path: string, error: unknown): InputError {
  const problem = { place: path, message: `expected a file that can be written, got ${messageOf(error)}` };
  return new InputError([problem], { cause: error });
}
