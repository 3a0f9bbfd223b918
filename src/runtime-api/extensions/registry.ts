import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Clock } from "../../shared/clock.ts";
import type { Invocation } from "../invocation.ts";
import { Extension } from "./extension.ts";
import { type ExtensionEventType, invokeEvent, shutdownEvent } from "./extension-event.ts";
import type { ExtensionProblem } from "./extension-replies.ts";
import { extensionRefusal } from "./extension-state.ts";

/** Lambda's limit, internal and external ones together. */
export const maxExtensions = 10;

/** The extensions of an environment from one initialisation to the next reset. */
export class ExtensionRegistry {
  readonly clock: Clock;
  /** Resolves when every external extension has registered. */
  readonly registered: Promise<void>;
  readonly #completeRegistration: () => void;
  readonly #onInitialised: () => void;
  readonly #byId = new Map<string, Extension>();
  readonly #byName = new Map<string, Extension>();
  #open = true;
  #firstFailed: Extension | undefined;
  #invoked: readonly Extension[] = [];
  #onAllReady: () => void = () => {};

  /**
   * `externals`: the names of the files in /opt/extensions. `onInitialised`: called when one has asked for its first event.
   */
  constructor(clock: Clock, externals: readonly string[], onInitialised: () => void = () => {}) {
    this.clock = clock;
    this.#onInitialised = onInitialised;
    let complete = () => {};
    this.registered = new Promise((resolve) => {
      complete = resolve;
    });
    this.#completeRegistration = complete;
    for (const name of externals) {
      this.#add(name, "external");
    }
    this.#checkRegistered();
  }

  /** All that are known, external ones first. */
  get all(): readonly Extension[] {
    return [...this.#byId.values()];
  }

  /** True while an extension may register. */
  get open(): boolean {
    return this.#open;
  }

  /** True when every registered extension has asked for an event: their init is over. */
  get initialised(): boolean {
    return this.all.every(({ state, firstNextAtMs }) => state === "Started" || firstNextAtMs !== undefined);
  }

  find(id: string): Extension | undefined {
    return this.#byId.get(id);
  }

  named(name: string): Extension | undefined {
    return this.#byName.get(name);
  }

  /** Registers an extension, or says why not. */
  register(name: string, events: readonly string[]): Extension | ExtensionProblem {
    const known = this.#byName.get(name);
    const kind = known?.kind ?? "internal";
    const problem = this.#obstacle(known, name, events, kind);
    if (problem !== undefined) {
      return problem;
    }
    const extension = known ?? this.#add(name, "internal");
    extension.register(events.filter(isEventType));
    this.#checkRegistered();
    return extension;
  }

  /** No extension may register any more: the runtime is ready. */
  close(): void {
    this.#open = false;
  }

  /** Resolves when every registered extension waits for an event. Only one waiting at a time. */
  allReady(): Promise<void> {
    return this.#whenReady(this.all.filter(({ state }) => state !== "Started"));
  }

  /** True when an invocation is told to some extension. */
  get hasInvokeSubscribers(): boolean {
    return this.#byId.size > 0 && this.all.some(({ events }) => events.includes("INVOKE"));
  }

  /** Hands the INVOKE event to those that subscribed to it; resolves when all of them have asked for the next event. */
  invoke(invocation: Invocation): { readonly invoked: readonly Extension[]; readonly ready: Promise<void> } {
    const invoked = this.all.filter(({ events }) => events.includes("INVOKE"));
    for (const extension of invoked) {
      extension.send(invokeEvent(invocation));
    }
    return { invoked, ready: this.#whenReady(invoked) };
  }

  /** Hands the SHUTDOWN event to an extension. */
  shutDown(extension: Extension, deadlineMs: number, reason: string): void {
    extension.send(shutdownEvent(deadlineMs, reason));
  }

  /** The first extension that reported an error of its own. */
  get firstFailed(): Extension | undefined {
    return this.#firstFailed;
  }

  /** Takes the error that an extension reported; false where it must not. */
  fail(extension: Extension, call: "initError" | "exitError", errorType: string): boolean {
    if (!extension.fail(call, errorType)) {
      return false;
    }
    this.#firstFailed ??= extension;
    return true;
  }

  /** An extension asked for an event: false where it must not. */
  askNext(extension: Extension, response: ServerResponse): boolean {
    const first = extension.firstNextAtMs === undefined;
    const allowed = extension.askNext(response, this.clock.nowMs());
    if (allowed && first) {
      this.#onInitialised();
    }
    return allowed;
  }

  #obstacle(
    known: Extension | undefined,
    name: string,
    events: readonly string[],
    kind: Extension["kind"],
  ): ExtensionProblem | undefined {
    const wrong = eventProblem(events, kind);
    if (wrong !== undefined) {
      return wrong;
    }
    // In the order of Lambda's core: an external extension that registers again hears of its state first.
    if (known?.kind === "external" && known.state !== "Started") {
      const message = extensionRefusal(known.state, "register", name);
      return { type: "Extension.InvalidExtensionState", message };
    }
    if (!this.#open) {
      return { type: "Extension.RegistrationClosed", message: "Extension registration closed already" };
    }
    if (kind === "internal" && this.#byId.size >= maxExtensions) {
      const message = `Extension limit (${maxExtensions}) reached`;
      return { type: "Extension.TooManyExtensions", message };
    }
    if (known?.kind === "internal") {
      return {
        type: "Extension.InvalidExtensionState",
        message: "Extension with this name already registered",
      };
    }
    return undefined;
  }

  #add(name: string, kind: Extension["kind"]): Extension {
    const extension = new Extension(randomUUID(), name, kind, () => this.#checkReady());
    this.#byId.set(extension.id, extension);
    this.#byName.set(name, extension);
    return extension;
  }

  #checkRegistered(): void {
    if (this.all.every(({ kind, state }) => kind === "internal" || state !== "Started")) {
      this.#completeRegistration();
    }
  }

  #whenReady(extensions: readonly Extension[]): Promise<void> {
    this.#invoked = extensions;
    return new Promise((resolve) => {
      this.#onAllReady = resolve;
      this.#checkReady();
    });
  }

  #checkReady(): void {
    if (this.#invoked.every(({ state }) => state === "Ready")) {
      this.#onAllReady();
    }
  }
}

function isEventType(event: string): event is ExtensionEventType {
  return event === "INVOKE" || event === "SHUTDOWN";
}

function eventProblem(events: readonly string[], kind: Extension["kind"]): ExtensionProblem | undefined {
  const unknown = events.find((event) => !isEventType(event));
  if (unknown !== undefined) {
    return { type: "Extension.InvalidEventType", message: `${unknown}: ErrorInvalidEventType` };
  }
  return kind === "internal" && events.includes("SHUTDOWN")
    ? {
        type: "Extension.InvalidEventType",
        message: "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension",
      }
    : undefined;
}
