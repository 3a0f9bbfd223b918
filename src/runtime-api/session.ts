import type { ServerResponse } from "node:http";
import type { Clock } from "../shared/clock.ts";
import type { InitEnd, Invocation, InvocationProgress, RestoreEnd, RuntimeAnswer } from "./invocation.ts";
import { sendEmpty, sendEvent } from "./replies.ts";
import type { ReceivedBody } from "./request-body.ts";
import { type RuntimeMove, type RuntimeState, stateAfter } from "./runtime-state.ts";
import type { StreamBandwidth } from "./stream-bandwidth.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Flight {
  readonly invocation: Invocation;
  readonly progress: Writable<InvocationProgress>;
  readonly complete: () => void;
}

/** An invocation under way, without the extensions that were told of it. */
export interface RuntimeDelivery {
  readonly progress: InvocationProgress;
  /** Resolves when the runtime has answered and asked for the next event. */
  readonly completed: Promise<void>;
}

/**
 * What one runtime and the platform say to each other, without the HTTP around it. One for each process of a runtime: after a
 * reset there is a new one.
 */
export class RuntimeSession {
  readonly clock: Clock;
  /** How fast streamed responses are read; undefined: as they come. */
  readonly streamBandwidth: StreamBandwidth | undefined;
  /** Resolves with the first `/next`, `/restore/next` or `/init/error`; never when none comes. */
  readonly initEnd: Promise<InitEnd>;
  /** Init ended as the runtime says: resolves `initEnd`. */
  readonly endInit: (end: InitEnd) => void;
  /** Resolves after `restore` with the first `/next` or error. */
  readonly restoreEnd: Promise<RestoreEnd>;
  /** The restore ended as the runtime says: resolves `restoreEnd`. */
  readonly endRestore: (end: RestoreEnd) => void;
  /** Called when the runtime has come through its init, before anything else is done: what closes then. */
  readonly #onInitialised: () => void;
  #state: RuntimeState = "Started";
  #flight: Flight | undefined;
  /** `/next` requests that wait for an event, oldest first. */
  #waiting: ServerResponse[] = [];

  /** The `/restore/next` that waits. */
  #restoring: ServerResponse | undefined;

  constructor(clock: Clock, onInitialised: () => void, streamBandwidth?: StreamBandwidth | undefined) {
    this.clock = clock;
    this.streamBandwidth = streamBandwidth;
    this.#onInitialised = onInitialised;
    const init = deferred<InitEnd>();
    this.initEnd = init.promise;
    this.endInit = init.resolve;
    const restore = deferred<RestoreEnd>();
    this.restoreEnd = restore.promise;
    this.endRestore = restore.resolve;
  }

  get state(): RuntimeState {
    return this.#state;
  }

  /** The invocation that may be answered: from its delivery until the runtime asks for the next event. */
  get currentRequestId(): string | undefined {
    return this.#flight?.invocation.requestId;
  }

  /** Makes a move; false, and nothing changes, where it is not allowed. */
  move(move: RuntimeMove): boolean {
    const state = stateAfter(this.#state, move);
    if (state === undefined) {
      return false;
    }
    this.#state = state;
    return true;
  }

  /** The runtime asked for an event: false where it must not. */
  askNext(response: ServerResponse, askedAtMs: number): boolean {
    const before = this.#state;
    if (!this.move("next")) {
      return false;
    }
    if (before === "Running" && this.#flight !== undefined) {
      this.#hand(response, this.#flight);
      return true;
    }
    if (this.#waiting.length > 0) {
      this.#waiting = this.#waiting.filter(isOpen);
    }
    this.#waiting.push(response);
    if (before === "RuntimeResponseSentState") {
      this.#land(askedAtMs);
    } else if (before === "Restoring") {
      this.endRestore({ kind: "ready", atMs: askedAtMs });
    } else if (before !== "Ready") {
      this.#onInitialised();
      this.endInit({ kind: "ready", atMs: askedAtMs });
    }
    return true;
  }

  /** The runtime is ready for a snapshot: false where it must not be. */
  askRestore(response: ServerResponse, askedAtMs: number): boolean {
    if (!this.move("restoreNext")) {
      return false;
    }
    this.#restoring = response;
    this.#onInitialised();
    this.endInit({ kind: "restore-ready", atMs: askedAtMs });
    return true;
  }

  /**
   * Lets the runtime go on from `/restore/next`.
   * @throws Error when it does not wait there.
   */
  restore(): void {
    if (this.#restoring === undefined || !this.move("restored")) {
      throw new Error(`restore: expected a runtime that waits for it, got state ${this.#state}`);
    }
    sendEmpty(this.#restoring);
    this.#restoring = undefined;
  }

  /**
   * Hands an event to the oldest `/next` that still waits. Where none does (its connection was lost), the event
   * waits for the next one.
   * @throws Error when the runtime has not asked for an event.
   */
  deliver(invocation: Invocation): RuntimeDelivery {
    if (!this.move("eventSent")) {
      throw new Error(`deliver: expected a runtime that asked for an event, got state ${this.#state}`);
    }
    const { promise: completed, resolve: complete } = deferred<void>();
    const flight: Flight = { invocation, progress: {}, complete };
    this.#flight = flight;
    this.#waiting = this.#waiting.filter(isOpen);
    const response = this.#waiting.shift();
    if (response !== undefined) {
      this.#hand(response, flight);
    }
    return { progress: flight.progress, completed };
  }

  /** Notes the answer to the current invocation; `body` is what was posted. */
  noteAnswer(answer: RuntimeAnswer, body: ReceivedBody | undefined): void {
    const progress = this.#flight?.progress;
    if (progress === undefined) {
      return;
    }
    progress.answer = answer;
    if (body !== undefined) {
      progress.firstByteAtMs = body.firstByteAtMs;
      progress.answeredAtMs = body.complete ? body.endedAtMs : undefined;
      progress.responseBytes = body.bytes;
    }
  }

  #land(askedAtMs: number): void {
    const flight = this.#flight;
    this.#flight = undefined;
    if (flight !== undefined) {
      flight.progress.nextAskedAtMs = askedAtMs;
      flight.complete();
    }
  }

  #hand(response: ServerResponse, flight: Flight): void {
    sendEvent(response, flight.invocation);
    // A small event has left when end() returns; the `finish` event would come a turn of the loop later.
    if (response.socket?.writableLength === 0) {
      flight.progress.departedAtMs ??= this.clock.nowMs();
    } else {
      response.once("finish", () => {
        flight.progress.departedAtMs ??= this.clock.nowMs();
      });
    }
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function isOpen(response: ServerResponse): boolean {
  return !response.destroyed;
}
