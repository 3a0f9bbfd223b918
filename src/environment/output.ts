import { LogFrames } from "../runtime-api/telemetry/log-frames.ts";
import { LogLines } from "../runtime-api/telemetry/log-lines.ts";
import type { Telemetry } from "../runtime-api/telemetry/telemetry.ts";
import type { Clock } from "../shared/clock.ts";
import { HeadTailLog } from "./head-tail-log.ts";
import type { OutputSource, ProcessRole } from "./sandbox.ts";

/** What takes the bytes of one descriptor. */
interface Reader {
  write(chunk: Buffer): void;
  end(): void;
}

/** What the processes of an environment write: kept as its log, and delivered line by line to who subscribed to it. */
export class EnvironmentOutput {
  readonly #telemetry: Telemetry;
  readonly #clock: Clock;
  readonly #log = new HeadTailLog();
  readonly #readers = new Map<string, Reader>();

  constructor(telemetry: Telemetry, clock: Clock) {
    this.#telemetry = telemetry;
    this.#clock = clock;
  }

  /** Bytes of a process, as they came. */
  take(role: ProcessRole, source: OutputSource, chunk: Buffer): void {
    if (source !== "frames") {
      this.#log.append(chunk);
      if (!this.#telemetry.wanted) {
        return;
      }
    }
    this.#reader(role, source).write(chunk);
  }

  /** The log so far, cut in the middle when there is much. */
  log(): string {
    return this.#log.text();
  }

  /** The processes have ended: last lines are given out. */
  end(): void {
    for (const reader of this.#readers.values()) {
      reader.end();
    }
    this.#readers.clear();
  }

  #reader(role: ProcessRole, source: OutputSource): Reader {
    const key = `${role.kind === "runtime" ? "" : role.name}/${source}`;
    const known = this.#readers.get(key);
    if (known !== undefined) {
      return known;
    }
    const type = role.kind === "runtime" ? "function" : "extension";
    const reader = source === "frames" ? this.#frames(type) : this.#lines(type);
    this.#readers.set(key, reader);
    return reader;
  }

  #lines(type: string): Reader {
    return new LogLines((line) => this.#publish(type, line, undefined));
  }

  #frames(type: string): Reader {
    return new LogFrames(({ message, time }) => {
      this.#log.append(Buffer.from(message.endsWith("\n") ? message : `${message}\n`));
      this.#publish(type, message, time);
    });
  }

  #publish(type: string, record: string, time: Date | undefined): void {
    if (this.#telemetry.wanted) {
      this.#telemetry.publish({ type, time: time ?? this.#clock.date(), record });
    }
  }
}
