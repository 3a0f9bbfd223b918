import type { ServerResponse } from "node:http";
import type { Clock } from "../shared/clock.ts";
import type { Delivery, InitEnd, Invocation, InvocationProgress, RuntimeAnswer } from "./invocation.ts";
import { sendEvent } from "./replies.ts";
import type { ReceivedBody } from "./request-body.ts";
import { type RuntimeMove, type RuntimeState, stateAfter } from "./runtime-state.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Flight {
  readonly invocation: Invocation;
  readonly progress: Writable<InvocationProgress>;
  readonly complete: () => void;
}

/** What one runtime and the platform say to each other, without the HTTP around it. One for each environment. */
export class RuntimeSession {
  readonly clock: Clock;
  /** Resolves with the first `/next` or the first `/init/error`; never when neither comes. */
  readonly initEnd: Promise<InitEnd>;
  readonly #endInit: (end: InitEnd) => void;
  #state: RuntimeState = "Started";
  #flight: Flight | undefined;
  /** `/next` requests that wait for an event, oldest first. */
  #waiting: ServerResponse[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
    let endInit: (end: InitEnd) => void = () => {};
    this.initEnd = new Promise((resolve) => {
      endInit = resolve;
    });
    this.#endInit = endInit;
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
    } else if (before !== "Ready") {
      this.#endInit({ kind: "ready", atMs: askedAtMs });
    }
    return true;
  }

  /** Init ended with an error that the runtime reported. */
  failInit(end: InitEnd): void {
    this.#endInit(end);
  }

  /**
   * Hands an event to the oldest `/next` that still waits. Where none does (its connection was lost), the event
   * waits for the next one.
   * @throws Error when the runtime has not asked for an event.
   */
  deliver(invocation: Invocation): Delivery {
    if (!this.move("eventSent")) {
      throw new Error(`deliver: expected a runtime that asked for an event, got state ${this.#state}`);
    }
    let complete = () => {};
    const completed = new Promise<void>((resolve) => {
      complete = resolve;
    });
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

function isOpen(response: ServerResponse): boolean {
  return !response.destroyed;
}
