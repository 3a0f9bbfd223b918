import type { RuntimeApi } from "../../../../src/runtime-api/runtime-api.ts";
import { type RawAnswer, RawClient } from "../raw-client.ts";
import type { MadeCall } from "./platform-model.ts";
import type { ExtensionCall, ExtensionName, NamedId, RuntimeCall } from "./steps.ts";

const unknownIdentifier = "01234567-89ab-cdef-0123-456789abcdef";
const subscription =
  '{"schemaVersion":"2022-12-13","types":["platform"],"destination":{"protocol":"TCP","port":8080}}';

/** A runtime and its extensions as real clients: each call over a connection of its own, answers noted as they come. */
export class Actors {
  /** Answers as the model writes them, by the number of the call. */
  readonly answers = new Map<number, string>();
  readonly #api: RuntimeApi;
  readonly #identifiers = new Map<ExtensionName, string>();
  readonly #requestIds: string[] = [];
  #free: RawClient[] = [];
  #all: RawClient[] = [];

  constructor(api: RuntimeApi) {
    this.#api = api;
  }

  /** Tells which id a delivery has. */
  delivered(requestId: string): void {
    this.#requestIds.push(requestId);
  }

  /** Opens connections until so many are free, each of them seen by the server. */
  async prepare(count: number): Promise<void> {
    while (this.#free.length < count) {
      const connection = await RawClient.open(this.#api.address);
      await connection.ask("GET", "/2018-06-01/ping");
      this.#free.push(connection);
      this.#all.push(connection);
    }
  }

  /** Sends calls at once, in this order; waits until the server has looked at all of them. */
  async send(calls: readonly MadeCall[]): Promise<void> {
    await this.prepare(calls.length + 1);
    for (const made of calls) {
      const connection = this.#free.shift();
      if (connection !== undefined) {
        connection.write(this.#text(made));
        void this.#note(connection, made);
      }
    }
    await this.settle();
  }

  /** Waits until everything sent was looked at, and what was answered has come. */
  async settle(): Promise<void> {
    await this.prepare(1);
    const probe = this.#free[0];
    for (let turn = 0; turn < 3; turn++) {
      await probe?.ask("GET", "/2018-06-01/ping");
    }
  }

  /** Waits until every connection has ended, as after a reset. */
  async ended(): Promise<void> {
    await Promise.all(this.#all.map(({ closed }) => closed));
    this.#all = [];
    this.#free = [];
  }

  close(): void {
    for (const { socket } of this.#all) {
      socket.destroy();
    }
  }

  async #note(connection: RawClient, { number, of }: MadeCall): Promise<void> {
    const answer = await connection.answer().catch(() => undefined);
    if (answer === undefined) {
      return;
    }
    this.#free.push(connection);
    const identifier = headerOf(answer, "Lambda-Extension-Identifier");
    if (of !== "runtime" && identifier !== undefined) {
      this.#identifiers.set(of, identifier);
    }
    this.answers.set(number, this.#label(answer));
  }

  #label(answer: RawAnswer): string {
    const json = answer.body.startsWith("{") ? JSON.parse(answer.body) : {};
    const requestId = headerOf(answer, "Lambda-Runtime-Aws-Request-Id");
    if (requestId !== undefined) {
      return `${answer.status} event ${this.#requestIds.indexOf(requestId) + 1}`;
    }
    if (json.eventType === "INVOKE") {
      return `${answer.status} INVOKE ${this.#requestIds.indexOf(json.requestId) + 1}`;
    }
    const detail = json.errorType ?? json.eventType;
    return detail === undefined ? `${answer.status}` : `${answer.status} ${detail}`;
  }

  #text({ of, what }: MadeCall): string {
    const { method, path, headers = [], body = "" } = this.#request(of, what);
    const lines = [`${method} ${path} HTTP/1.1`, "Host: x", ...headers, `Content-Length: ${body.length}`];
    return `${lines.join("\r\n")}\r\n\r\n${body}`;
  }

  #request(of: MadeCall["of"], what: RuntimeCall | ExtensionCall): Request {
    const runtime = "/2018-06-01/runtime";
    const extension = "/2020-01-01/extension";
    const identity = `Lambda-Extension-Identifier: ${
      of === "runtime" ? "" : (this.#identifiers.get(of) ?? unknownIdentifier)
    }`;
    const failed = [identity, "Lambda-Extension-Function-Error-Type: Extension.Broken"];
    switch (what.call) {
      case "next":
        return { method: "GET", path: `${runtime}/invocation/next` };
      case "response":
        return {
          method: "POST",
          path: `${runtime}/invocation/${this.#id(what.id)}/response`,
          headers: what.mode === "" ? [] : [`Lambda-Runtime-Function-Response-Mode: ${what.mode}`],
          body: "{}",
        };
      case "error":
        return { method: "POST", path: `${runtime}/invocation/${this.#id(what.id)}/error`, body: "{}" };
      case "initError":
        return { method: "POST", path: `${runtime}/init/error`, body: "{}" };
      case "restoreNext":
        return { method: "GET", path: `${runtime}/restore/next` };
      case "restoreError":
        return { method: "POST", path: `${runtime}/restore/error`, body: "{}" };
      case "register": {
        const body = JSON.stringify({ events: what.events });
        return {
          method: "POST",
          path: `${extension}/register`,
          headers: [`Lambda-Extension-Name: ${of}`],
          body,
        };
      }
      case "eventNext":
        return { method: "GET", path: `${extension}/event/next`, headers: [identity] };
      case "extensionInitError":
        return { method: "POST", path: `${extension}/init/error`, headers: failed };
      case "exitError":
        return { method: "POST", path: `${extension}/exit/error`, headers: failed };
      case "subscribe":
        return { method: "PUT", path: "/2022-07-01/telemetry", headers: [identity], body: subscription };
      default:
        return what satisfies never;
    }
  }

  #id(named: NamedId): string {
    return named === "unknown" ? named : (this.#requestIds.at(named === "last" ? -1 : -2) ?? "none-yet");
  }
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function headerOf(answer: RawAnswer, name: string): string | undefined {
  return answer.headers.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
}
