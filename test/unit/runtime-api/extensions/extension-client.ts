import type { RuntimeApi } from "../../../../src/runtime-api/runtime-api.ts";
import { client } from "../fixture.ts";
import type { RawAnswer, RawClient } from "../raw-client.ts";

const prefix = "/2020-01-01/extension";

/** What an extension says, over a connection of its own. */
export class ExtensionClient {
  readonly raw: RawClient;
  identifier = "";

  constructor(raw: RawClient) {
    this.raw = raw;
  }

  /** Registers, and keeps the identifier where it got one. */
  async register(name: string, events: readonly string[] = [], ...headers: string[]): Promise<RawAnswer> {
    return this.registerWith(JSON.stringify({ events }), `Lambda-Extension-Name: ${name}`, ...headers);
  }

  /** Registers with any body. */
  async registerWith(body: string, ...headers: string[]): Promise<RawAnswer> {
    const answer = await this.raw.ask("POST", `${prefix}/register`, body, ...headers);
    this.identifier = headerOf(answer, "Lambda-Extension-Identifier") ?? this.identifier;
    return answer;
  }

  /** Asks for an event without waiting for it. */
  poll(): void {
    this.raw.request("GET", `${prefix}/event/next`, "", this.identity);
  }

  async next(): Promise<RawAnswer> {
    this.poll();
    return this.raw.answer();
  }

  async fail(call: "init" | "exit", errorType = "Extension.Broken", body = ""): Promise<RawAnswer> {
    const type = `Lambda-Extension-Function-Error-Type: ${errorType}`;
    return this.raw.ask("POST", `${prefix}/${call}/error`, body, this.identity, type);
  }

  get identity(): string {
    return `Lambda-Extension-Identifier: ${this.identifier}`;
  }
}

/** An extension that has not registered yet. */
export async function extension(api: RuntimeApi): Promise<ExtensionClient> {
  return new ExtensionClient(await client(api));
}

/** A registered extension. */
export async function registered(
  api: RuntimeApi,
  name: string,
  events: readonly string[] = [],
): Promise<ExtensionClient> {
  const opened = await extension(api);
  const { status, body } = await opened.register(name, events);
  if (status !== 200) {
    throw new Error(`expected ${name} to be registered, got ${status} ${body}`);
  }
  return opened;
}

/** A registered extension that waits for its first event. */
export async function waiting(
  api: RuntimeApi,
  name: string,
  events: readonly string[] = [],
): Promise<ExtensionClient> {
  const opened = await registered(api, name, events);
  const { firstNextAtMs } = api.extensions.named(name) ?? {};
  opened.poll();
  while (firstNextAtMs === api.extensions.named(name)?.firstNextAtMs) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return opened;
}

/** A runtime that waits for its first event. */
export async function readyRuntime(api: RuntimeApi): Promise<RawClient> {
  const runtime = await client(api);
  runtime.get("/runtime/invocation/next");
  await api.initEnd;
  return runtime;
}

/** A header's value. */
export function headerOf(answer: RawAnswer, name: string): string | undefined {
  const line = answer.headers.find((header) => header.startsWith(`${name}: `));
  return line?.slice(name.length + 2);
}

/** The error that Lambda's core writes. */
export function refused(errorType: string, errorMessage: string): { status: number; body: string } {
  return { status: 403, body: `${JSON.stringify({ errorMessage, errorType })}\n` };
}

/** The error of a call that is not allowed in a state. */
export function refusedIn(state: string, goal: string, subject: string): { status: number; body: string } {
  return refused(
    "Extension.InvalidExtensionState",
    `State transition from ${state} to ${goal} failed for extension ${subject}. Error: State transition is not allowed`,
  );
}

/** What a call that was taken is answered. */
export const accepted = { status: 202, body: '{"status":"OK"}\n' };
