import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProcessExit, Sandbox, SandboxProcess } from "../environment/sandbox.ts";
import { failureOfInit } from "../runtime-api/failure.ts";
import type { Invocation, InvocationProgress } from "../runtime-api/invocation.ts";
import { sendInvalidRequestId } from "../runtime-api/replies.ts";
import { type RuntimeApi, startRuntimeApi } from "../runtime-api/runtime-api.ts";
import type { Clock } from "../shared/clock.ts";
import { type ApiCall, answeredId, isNext, noteCall } from "./api-call.ts";
import { LastWords } from "./last-words.ts";
import type { ConformanceLimits } from "./limits.ts";
import { dress, type Manner } from "./manner.ts";
import { shownExit } from "./shown.ts";
import { Unmet } from "./unmet.ts";
import { type Waited, waitFor } from "./wait-for.ts";

/** What every tested runtime needs. */
export interface Testing {
  readonly clock: Clock;
  readonly limits: ConformanceLimits;
}

/** An event and all that came of it. */
export interface Exchange {
  readonly invocation: Invocation;
  readonly progress: InvocationProgress;
  /** `done`: answered, and the next event asked for. */
  readonly ended: Waited<void>;
  /** What the runtime called from the event's departure on. */
  readonly calls: readonly ApiCall[];
}

const functionName = "conformance";
/** The function as the events name it, without a qualifier. */
export const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`;
/** How far the deadline of an event lies ahead, where a check does not say otherwise. */
const usualTimeMs = 60_000;
/** A dead process closes its connections; a child of it may hold them open. */
const disconnectLimitMs = 100;

/** One process of the runtime, against a Runtime API of its own. */
export class TestedRuntime {
  /** Every call, in order. */
  readonly calls: ApiCall[] = [];
  readonly limits: ConformanceLimits;
  readonly clock: Clock;
  readonly #sandbox: Sandbox;
  readonly #words = new LastWords();
  #manner: Manner = {};
  #invocation: string | undefined;
  #api: RuntimeApi | undefined;
  #process: SandboxProcess | undefined;
  #exit: Promise<ProcessExit> = new Promise(() => {});
  #exited: ProcessExit | undefined;

  constructor(sandbox: Sandbox, { clock, limits }: Testing) {
    this.#sandbox = sandbox;
    this.clock = clock;
    this.limits = limits;
  }

  /** Opens the Runtime API and starts the process; waits for nothing that the runtime does. */
  async start(): Promise<void> {
    const api = await startRuntimeApi({
      clock: this.clock,
      facts: { functionName, functionVersion: "$LATEST", handler: "", accountId: "123456789012" },
      // Those of a layer are not started: what is tested is the runtime.
      extensions: [],
      connect: (port) => this.#sandbox.connect(port),
      intercept: (request, response) => this.#intercept(request, response),
    });
    this.#api = api;
    const onOutput = (_role: unknown, _source: unknown, chunk: Buffer) => this.#words.append(chunk);
    await this.#sandbox.start({ runtimeApi: api.address, onOutput });
    this.#process = await this.#sandbox.launch({ kind: "runtime" });
    this.#exit = this.#process.exited.then(async (exit) => {
      // What it still said before it ended is seen before its end is.
      await api.disconnected(disconnectLimitMs);
      this.#exited = exit;
      return exit;
    });
  }

  /** `host:port` of its Runtime API. */
  get address(): string {
    return this.#api?.address ?? "";
  }

  /** True while it waits for an event. */
  get waits(): boolean {
    return this.#exited === undefined && this.#api?.state === "Ready";
  }

  /** Waits until it asks for its first event. @throws Unmet when it does not. */
  async ready(): Promise<void> {
    const waited = await this.initEnd();
    const expected = `GET /runtime/invocation/next within ${this.limits.initMs / 1000} s of the start`;
    if (waited.kind !== "done") {
      throw new Unmet(expected, this.shown(waited));
    }
    if (waited.value.kind === "init-error") {
      const { type, message } = failureOfInit(waited.value.post);
      throw new Unmet(expected, `POST /runtime/init/error: ${type}: ${message}`);
    }
  }

  /** How init ended, or the process. */
  initEnd() {
    return this.wait(this.#api?.initEnd ?? new Promise<never>(() => {}), this.limits.initMs);
  }

  /** Hands it an event, and waits until it has answered and asked for the next one. @throws Unmet when it does not wait for one. */
  async exchange(event: string, manner: Manner = {}): Promise<Exchange> {
    const api = this.#api;
    if (api === undefined || !this.waits) {
      throw new Unmet(
        "a runtime that waits for an event",
        this.#exited === undefined ? "none that does" : `its process ${shownExit(this.#exited)}`,
      );
    }
    const invocation: Invocation = {
      requestId: randomUUID(),
      deadlineMs: this.clock.date().getTime() + usualTimeMs,
      functionArn,
      payload: Buffer.from(event),
      traceId: "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
      ...manner.invocation,
    };
    this.#manner = manner;
    this.#invocation = invocation.requestId;
    const before = this.calls.length;
    const { progress, completed } = api.deliver(invocation);
    const ended = await this.wait(completed, this.limits.answerMs);
    this.#manner = {};
    return { invocation, progress, ended, calls: this.calls.slice(before) };
  }

  /** Waits for something of the Runtime API, but not beyond the process's end. */
  wait<T>(work: Promise<T>, limitMs: number): Promise<Waited<T>> {
    return waitFor(work, this.#exit, limitMs);
  }

  /** How the process ended, or undefined when it has not within the limit. */
  async end(limitMs: number): Promise<ProcessExit | undefined> {
    const waited = await this.wait(new Promise<never>(() => {}), limitMs);
    return waited.kind === "exited" ? waited.exit : undefined;
  }

  terminate(): void {
    this.#process?.signal("SIGTERM");
  }

  /** What is said of a wait that did not get what it waited for. */
  shown(waited: Waited<unknown>): string {
    const words = this.#words.text();
    const said = words === "" ? "" : `; it wrote: ${words}`;
    return waited.kind === "exited" ? `its process ${shownExit(waited.exit)}${said}` : `nothing${said}`;
  }

  /** Ends the process and the Runtime API. Never throws. */
  async dispose(): Promise<void> {
    await Promise.allSettled([this.#sandbox.destroy()]);
    await this.#api?.close();
  }

  #intercept(request: IncomingMessage, response: ServerResponse): boolean {
    const { refuse, provoked } = this.#manner;
    const call = noteCall(request, response, {
      state: this.#api?.state ?? "Started",
      invocation: this.#invocation,
      provoked: provoked === true,
    });
    this.calls.push(call);
    if (isNext(call)) {
      dress(response, () => this.#manner);
    }
    if (refuse === undefined || answeredId(call) === undefined) {
      return false;
    }
    // Once only: the event is then handed out again, as Lambda does, and may be answered.
    this.#manner = { provoked: true };
    request.resume().once("end", () => sendInvalidRequestId(response));
    return true;
  }
}
