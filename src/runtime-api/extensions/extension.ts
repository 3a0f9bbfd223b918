import type { ServerResponse } from "node:http";
import type { ExtensionEvent, ExtensionEventType } from "./extension-event.ts";
import { sendExtensionEvent } from "./extension-replies.ts";
import { type ExtensionMove, type ExtensionState, extensionStateAfter } from "./extension-state.ts";

/** `external`: a file of a layer's extensions/, a process of its own; `internal`: a part of the runtime's process. */
export type ExtensionKind = "external" | "internal";

/** Why an extension's process could not be started. Source: AWS's emulator, `internal/lambda/core/registrations.go`. */
export type LaunchProblem = "PermissionDenied" | "TooManyExtensions" | "UnknownError";

/** One extension and what the platform knows of it. */
export class Extension {
  readonly id: string;
  readonly name: string;
  readonly kind: ExtensionKind;
  /** Called when it has asked for an event and there is none. */
  readonly #onReady: () => void;
  #state: ExtensionState = "Started";
  #events: readonly ExtensionEventType[] = [];
  #errorType: string | undefined;
  #firstNextAtMs: number | undefined;
  #lastNextAtMs: number | undefined;
  #waiting: ServerResponse | undefined;
  /** An event that came while the extension was at work on another one. */
  #queued: ExtensionEvent | undefined;

  constructor(id: string, name: string, kind: ExtensionKind, onReady: () => void) {
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.#onReady = onReady;
  }

  get state(): ExtensionState {
    return this.#state;
  }

  get events(): readonly ExtensionEventType[] {
    return this.#events;
  }

  /** The type that it reported to `init/error` or `exit/error`, or why it could not be started. */
  get errorType(): string | undefined {
    return this.#errorType;
  }

  /** Its first `next`: the end of its own init. */
  get firstNextAtMs(): number | undefined {
    return this.#firstNextAtMs;
  }

  /** Its latest `next`, while it waits for an event. */
  get readyAtMs(): number | undefined {
    return this.#state === "Ready" ? this.#lastNextAtMs : undefined;
  }

  /** Makes a move; false, and nothing changes, where it is not allowed. */
  move(move: ExtensionMove): boolean {
    const state = extensionStateAfter(this.#state, move);
    if (state === undefined) {
      return false;
    }
    this.#state = state;
    return true;
  }

  /** Registers it for these events; false where it must not. */
  register(events: readonly ExtensionEventType[]): boolean {
    if (!this.move("register")) {
      return false;
    }
    this.#events = events;
    return true;
  }

  /** Takes the error that it reported; false where it must not. */
  fail(call: "initError" | "exitError", errorType: string): boolean {
    if (!this.move(call)) {
      return false;
    }
    this.#errorType ??= errorType;
    return true;
  }

  /** Its process could not be started; `reason`: Lambda's word for it. */
  failLaunch(reason: LaunchProblem): void {
    if (this.move("launchFailed")) {
      this.#errorType = reason;
    }
  }

  /** It asked for an event: false where it must not. */
  askNext(response: ServerResponse, atMs: number): boolean {
    if (!this.move("next")) {
      return false;
    }
    this.#firstNextAtMs ??= atMs;
    this.#lastNextAtMs = atMs;
    this.#waiting = response;
    if (this.#queued !== undefined) {
      // It is at work again at once: whoever waits for it to be ready waits on.
      this.send(this.#queued);
    } else {
      this.#onReady();
    }
    return true;
  }

  /** Hands it an event at its `next`, or when it asks for one. */
  send(event: ExtensionEvent): void {
    if (this.#waiting === undefined || !this.move("eventSent")) {
      this.#queued = event;
      return;
    }
    const response = this.#waiting;
    this.#waiting = undefined;
    this.#queued = undefined;
    sendExtensionEvent(response, event);
  }
}
