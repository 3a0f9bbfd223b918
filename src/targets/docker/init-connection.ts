import type { Socket } from "node:net";
import { constants } from "node:os";
import type { OutputSource } from "../../environment/sandbox.ts";
import {
  encodeFrame,
  encodeLaunch,
  encodeNumber,
  type Frame,
  type FrameReader,
  fromInit,
  type LaunchRequest,
  readNanoseconds,
  toInit,
} from "./init-frames.ts";
import { Relay } from "./relay.ts";

/** How the launch of a process went. */
export interface Launched {
  readonly id: number;
  readonly startedAtMs: number;
  readonly launchMs: number;
  /** The system's number of the error that stood in its way; 0 where it runs. */
  readonly errno: number;
  /** Resolves when it has ended, also with the sandbox. */
  readonly exited: Promise<InitExit>;
}

/** How a process ended: by itself, by a signal, or with the sandbox (both null). */
export interface InitExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What the first process has cost. */
export interface InitCost {
  /** CPU time that it has used itself. */
  readonly cpuMs: number;
  /** Between asking and its answer. */
  readonly hopMs: number;
}

/** The harness's clock, and whether the sandbox stamps by the same: both on one kernel. */
export interface Clocks {
  readonly now: () => number;
  readonly shared: boolean;
}

type OnOutput = (source: OutputSource, chunk: Buffer) => void;

interface Process {
  readonly onOutput: OnOutput;
  readonly onStarted: (frame: Frame) => void;
  readonly onExited: (exit: InitExit) => void;
}

const sources: readonly (OutputSource | undefined)[] = [undefined, "stdout", "stderr", "frames"];

/** The line to a sandbox's first process. When it is closed, everything in the sandbox ends. */
export class InitConnection {
  /**
   * When the first process began to run, by the harness's clock. Where that is another than the sandbox's, no later than this:
   * the way that its first message took is in it.
   */
  readonly startedAtMs: number;
  /** Who calls: the sandbox, or what stands between. */
  readonly remoteAddress: string | undefined;
  /** Resolves when the line has ended, and with it the sandbox. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #clocks: Clocks;
  readonly #offsetMs: number;
  readonly #reader: FrameReader;
  readonly #processes = new Map<number, Process>();
  readonly #answers = new Map<number, (frame: Frame | undefined) => void>();
  readonly #relays = new Map<number, Relay>();
  #lastId = 0;
  #ended = false;

  /** `hello`: its first frame; `reader` has read it. */
  constructor(socket: Socket, hello: Frame, reader: FrameReader, clocks: Clocks) {
    this.#socket = socket;
    this.#reader = reader;
    this.#clocks = clocks;
    this.#offsetMs = clocks.shared ? 0 : clocks.now() - readNanoseconds(hello.payload, 8);
    this.startedAtMs = this.#stamp(hello.payload, 0);
    this.remoteAddress = socket.remoteAddress;
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#end();
        resolve();
      });
    });
    socket.on("error", () => socket.destroy());
    // Its end is the sandbox's: there is nobody to say anything to any more.
    socket.on("end", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  /** Starts a process; resolves also when that failed. */
  launch(request: LaunchRequest, onOutput: OnOutput): Promise<Launched> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      let onExited: (exit: InitExit) => void = () => {};
      const exited = new Promise<InitExit>((done) => {
        onExited = done;
      });
      const onStarted = ({ payload }: Frame) => {
        const startedAtMs = this.#stamp(payload, 0);
        const launchMs = this.#stamp(payload, 8) - startedAtMs;
        resolve({ id, startedAtMs, launchMs, errno: payload.readInt32LE(16), exited });
      };
      this.#processes.set(id, { onOutput, onStarted, onExited });
      if (this.#ended) {
        this.#endProcess(id);
      }
      this.#send(toInit.launch, id, encodeLaunch(request));
    });
  }

  /** Sends a signal to a process and to what it started in its group. */
  signal(id: number, signal: NodeJS.Signals): void {
    this.#send(toInit.signal, id, encodeNumber(constants.signals[signal]));
  }

  /** SIGKILL to everything but the first process; resolves when nothing else is left, or the sandbox has ended. */
  async reset(): Promise<void> {
    await this.#ask(toInit.reset);
    this.#processes.clear();
  }

  /** A connection to a port of the sandbox's loopback interface. */
  connect(port: number): Relay {
    const id = this.#nextId();
    const relay = new Relay(() => this.#relays.delete(id));
    this.#relays.set(id, relay);
    this.#send(toInit.connect, id, encodeNumber(port));
    return relay;
  }

  /** The other end of a connection that `connect` began. */
  joinRelay(id: number, socket: Socket): void {
    const relay = this.#relays.get(id);
    if (relay === undefined) {
      socket.destroy();
      return;
    }
    relay.join(socket);
  }

  /** What the first process has cost; undefined when the sandbox has ended. */
  async cost(): Promise<InitCost | undefined> {
    const askedAtMs = this.#clocks.now();
    const answer = await this.#ask(toInit.ask);
    return answer && { cpuMs: readNanoseconds(answer.payload, 0), hopMs: this.#clocks.now() - askedAtMs };
  }

  /** Ends the line, at which the first process kills everything and ends. */
  close(): void {
    this.#socket.destroy();
  }

  /** The line has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** A time of the sandbox's clock by the harness's. */
  #stamp(payload: Buffer, offset: number): number {
    return readNanoseconds(payload, offset) + this.#offsetMs;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #send(type: number, id: number, payload?: Buffer): void {
    if (!this.#ended) {
      this.#socket.write(encodeFrame(type, id, payload));
    }
  }

  #ask(type: number): Promise<Frame | undefined> {
    const id = this.#nextId();
    return new Promise((resolve) => {
      if (this.#ended) {
        resolve(undefined);
        return;
      }
      this.#answers.set(id, resolve);
      this.#send(type, id);
    });
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#reader.read(chunk)) {
      this.#handle(frame);
    }
  }

  #handle(frame: Frame): void {
    const { id, payload } = frame;
    switch (frame.type) {
      case fromInit.started:
        this.#processes.get(id)?.onStarted(frame);
        break;
      case fromInit.output:
        this.#output(frame);
        break;
      case fromInit.exited:
        this.#processes.get(id)?.onExited(exitOf(payload));
        break;
      case fromInit.empty:
      case fromInit.cost:
        this.#answers.get(id)?.(frame);
        this.#answers.delete(id);
        break;
      case fromInit.refused:
        this.#relays.get(id)?.refuse(payload.readInt32LE(0));
        break;
      default:
        // Of another version than ours: nothing that follows could be trusted.
        this.#socket.destroy();
    }
  }

  #output({ id, source, payload }: Frame): void {
    const name = sources[source];
    if (name !== undefined) {
      // A copy: the chunk that it lies in may be large and is kept as long as any part of it.
      this.#processes.get(id)?.onOutput(name, Buffer.from(payload));
    }
  }

  #end(): void {
    this.#ended = true;
    for (const id of this.#processes.keys()) {
      this.#endProcess(id);
    }
    for (const resolve of this.#answers.values()) {
      resolve(undefined);
    }
    for (const relay of this.#relays.values()) {
      relay.destroy();
    }
  }

  /** Nothing is known of its end but that it has come. */
  #endProcess(id: number): void {
    const process = this.#processes.get(id);
    process?.onStarted({ id, type: fromInit.started, source: 0, payload: Buffer.alloc(24) });
    process?.onExited({ code: null, signal: "SIGKILL" });
  }
}

function exitOf(payload: Buffer): InitExit {
  const code = payload.readInt32LE(0);
  const number = payload.readInt32LE(4);
  return number === 0 ? { code, signal: null } : { code: null, signal: signalOf(number) };
}

function signalOf(number: number): NodeJS.Signals {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return (found?.[0] ?? "SIGKILL") as NodeJS.Signals;
}
