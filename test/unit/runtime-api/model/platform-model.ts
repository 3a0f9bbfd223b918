import {
  type ExtensionCall,
  type ExtensionName,
  extensionNames,
  externalNames,
  type RuntimeCall,
} from "./steps.ts";

/** A call that was made, by the number that its caller gave it. */
export interface MadeCall {
  readonly number: number;
  readonly of: "runtime" | ExtensionName;
  readonly what: RuntimeCall | ExtensionCall;
}

interface ModelExtension {
  state: "Started" | "Registered" | "Ready" | "Running" | "InitError" | "ExitError";
  /** It holds an identifier of this life. */
  known: boolean;
  events: readonly string[];
  /** It has asked for an event in this life: its init is over. */
  asked: boolean;
  /** Its call that waits for an event. */
  waits: number | undefined;
  /** An event that waits for its call. */
  event: string | undefined;
}

interface ModelFlight {
  readonly request: number;
  landed: boolean;
  readonly told: readonly ExtensionName[];
  toldReady: boolean;
}

/**
 * What Lambda's documents and core say of a runtime, its extensions and the platform, as small as it can be said. Written
 * from those tables, not from the server's. Plain data: a clone goes its own way.
 */
export interface PlatformModel {
  readonly snapStart: boolean;
  runtime: string;
  /** The runtime's calls that wait for an event, oldest first. */
  polls: number[];
  restorePoll: number | undefined;
  /** The request that may be answered. */
  current: number | undefined;
  deliveries: number;
  registrationOpen: boolean;
  extensions: Record<ExtensionName, ModelExtension>;
  flight: ModelFlight | undefined;
  /** Answers by the number of the call. */
  answers: Record<number, string>;
}

/** A platform before anybody has called. */
export function freshModel(snapStart: boolean, deliveries = 0): PlatformModel {
  const extension = (): ModelExtension => ({
    state: "Started",
    known: false,
    events: [],
    asked: false,
    waits: undefined,
    event: undefined,
  });
  return {
    snapStart,
    runtime: "Started",
    polls: [],
    restorePoll: undefined,
    current: undefined,
    deliveries,
    registrationOpen: true,
    extensions: { lens: extension(), lamp: extension(), inside: extension() },
    flight: undefined,
    answers: {},
  };
}

/** Takes a call: notes its answer, or that it waits. */
export function take(model: PlatformModel, { number, of, what }: MadeCall): void {
  const answer = of === "runtime" ? ofRuntime(model, number, what) : ofExtension(model, number, of, what);
  if (answer !== undefined) {
    model.answers[number] = answer;
  }
}

/** True where the platform may hand over an event: the runtime waits, and all of the last one is over. */
export function mayDeliver({ runtime, flight }: PlatformModel): boolean {
  return runtime === "Ready" && (flight === undefined || isComplete(flight));
}

/** Hands an event to the runtime, and to the extensions that want it. */
export function deliver(model: PlatformModel): void {
  model.deliveries += 1;
  model.runtime = "Running";
  model.current = model.deliveries;
  answerWaiting(model, model.polls.shift(), `200 event ${model.current}`);
  const told = extensionNames.filter((name) => model.extensions[name].events.includes("INVOKE"));
  for (const name of told) {
    tell(model, name, `200 INVOKE ${model.current}`);
  }
  model.flight = { request: model.current, landed: false, told, toldReady: told.length === 0 };
}

/** Lets a runtime go on that waits to be restored. */
export function restore(model: PlatformModel): void {
  model.runtime = "Restoring";
  answerWaiting(model, model.restorePoll, "200");
  model.restorePoll = undefined;
}

/** Hands SHUTDOWN to an extension. */
export function tell(model: PlatformModel, name: ExtensionName, event: string): void {
  const extension = model.extensions[name];
  if (extension.state !== "Ready") {
    extension.event = event;
    return;
  }
  answerWaiting(model, extension.waits, event);
  extension.state = "Running";
  extension.waits = undefined;
  extension.event = undefined;
}

/** True when everybody who had to do with an event is ready for the next. */
export function isComplete(flight: ModelFlight): boolean {
  return flight.landed && flight.toldReady;
}

const notAllowed = "403 InvalidStateTransition";

function ofRuntime(model: PlatformModel, number: number, what: MadeCall["what"]): string | undefined {
  switch (what.call) {
    case "next":
      return next(model, number);
    case "response":
    case "error":
      return answerEvent(model, what);
    case "initError":
      return initError(model);
    case "restoreNext":
      return restoreNext(model, number);
    case "restoreError":
      return restoreError(model);
    default:
      throw new Error(`${what.call} is no call of a runtime`);
  }
}

function next(model: PlatformModel, number: number): string | undefined {
  if (model.runtime === "Running") {
    return `200 event ${model.current}`;
  }
  if (!["Started", "Restoring", "Ready", "RuntimeResponseSentState"].includes(model.runtime)) {
    return notAllowed;
  }
  if (model.runtime === "RuntimeResponseSentState" && model.flight !== undefined) {
    model.current = undefined;
    model.flight.landed = true;
  }
  model.runtime = "Ready";
  model.registrationOpen = false;
  model.polls.push(number);
  return undefined;
}

function answerEvent(model: PlatformModel, what: RuntimeCall & { readonly id: string }): string {
  if (what.id !== "last" || model.current === undefined) {
    return "400 InvalidRequestID";
  }
  if (model.runtime !== "Running") {
    return notAllowed;
  }
  if (what.call === "response" && what.mode === "buffered") {
    model.runtime = "InvocationResponse";
    return "400 InvalidFunctionResponseMode";
  }
  model.runtime = "RuntimeResponseSentState";
  return "202";
}

function initError(model: PlatformModel): string {
  if (model.runtime === "Started") {
    model.runtime = "InitError";
    return "202";
  }
  return restoreFails(model);
}

function restoreNext(model: PlatformModel, number: number): string | undefined {
  if (!model.snapStart) {
    return "404";
  }
  if (model.runtime !== "Started") {
    return notAllowed;
  }
  model.runtime = "RestoreReady";
  model.registrationOpen = false;
  model.restorePoll = number;
  return undefined;
}

function restoreError(model: PlatformModel): string {
  return model.snapStart ? restoreFails(model) : "404";
}

function restoreFails(model: PlatformModel): string {
  if (model.runtime !== "Restoring") {
    return notAllowed;
  }
  model.runtime = "RuntimeRestoreErrorState";
  return "202";
}

function ofExtension(
  model: PlatformModel,
  number: number,
  name: ExtensionName,
  what: MadeCall["what"],
): string | undefined {
  const extension = model.extensions[name];
  if (what.call === "register") {
    return register(model, name, what.events);
  }
  if (!extension.known) {
    return "403 Extension.UnknownExtensionIdentifier";
  }
  switch (what.call) {
    case "eventNext":
      return eventNext(model, number, extension);
    case "extensionInitError":
      return fails(extension, ["Registered", "InitError"], "InitError");
    case "exitError":
      return fails(extension, ["Registered", "Ready", "Running", "ExitError"], "ExitError");
    case "subscribe":
      return model.registrationOpen || someInInit(model) ? "200" : "403 Telemetry.SubscriptionClosed";
    default:
      throw new Error(`${what.call} is no call of an extension`);
  }
}

function register(model: PlatformModel, name: ExtensionName, events: readonly string[]): string {
  const extension = model.extensions[name];
  const external = externalNames.includes(name);
  if (events.includes("WAKE") || (!external && events.includes("SHUTDOWN"))) {
    return "403 Extension.InvalidEventType";
  }
  if (external && extension.known) {
    return "403 Extension.InvalidExtensionState";
  }
  if (!model.registrationOpen) {
    return "403 Extension.RegistrationClosed";
  }
  if (extension.known) {
    return "403 Extension.InvalidExtensionState";
  }
  extension.known = true;
  extension.state = "Registered";
  extension.events = events;
  return "200";
}

function someInInit({ extensions }: PlatformModel): boolean {
  return Object.values(extensions).some(({ known, asked }) => known && !asked);
}

function eventNext(model: PlatformModel, number: number, extension: ModelExtension): string | undefined {
  if (extension.state !== "Registered" && extension.state !== "Running") {
    return "403 Extension.InvalidExtensionState";
  }
  extension.asked = true;
  if (extension.event !== undefined) {
    const event = extension.event;
    extension.event = undefined;
    extension.state = "Running";
    return event;
  }
  extension.state = "Ready";
  extension.waits = number;
  const { flight } = model;
  if (flight?.told.every((name) => model.extensions[name].state === "Ready")) {
    flight.toldReady = true;
  }
  return undefined;
}

function fails(extension: ModelExtension, from: readonly string[], to: "InitError" | "ExitError"): string {
  if (!from.includes(extension.state)) {
    return "403 Extension.InvalidExtensionState";
  }
  extension.state = to;
  return "202";
}

function answerWaiting(model: PlatformModel, number: number | undefined, answer: string): void {
  if (number !== undefined) {
    model.answers[number] = answer;
  }
}
