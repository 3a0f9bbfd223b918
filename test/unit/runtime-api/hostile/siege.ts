import { Socket } from "node:net";
import { expect } from "vitest";
import type { RuntimeApi } from "../../../../src/runtime-api/runtime-api.ts";
import { extension, headerOf, readyRuntime, registered } from "../extensions/extension-client.ts";
import { client, invocation, openApi, running } from "../fixture.ts";
import type { RawClient } from "../raw-client.ts";
import { snapStart } from "../snap-start.ts";

/** An endpoint under attack. `spoils`: what it takes may end the runtime's init, so that only a reset helps. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly spoils?: true;
  /** It answers only when there is an event. */
  readonly blocks?: true;
}

/** One endpoint of each kind of every API. */
export const targets: readonly Target[] = [
  { method: "GET", path: "/2018-06-01/runtime/invocation/next", blocks: true },
  { method: "POST", path: "/2018-06-01/runtime/invocation/unknown/response" },
  { method: "POST", path: "/2018-06-01/runtime/invocation/unknown/error" },
  { method: "POST", path: "/2018-06-01/runtime/init/error", spoils: true },
  { method: "GET", path: "/2018-06-01/runtime/restore/next", spoils: true, blocks: true },
  { method: "POST", path: "/2018-06-01/runtime/restore/error" },
  { method: "GET", path: "/2021-04-23/credentials" },
  { method: "POST", path: "/2020-01-01/extension/register" },
  { method: "GET", path: "/2020-01-01/extension/event/next", blocks: true },
  { method: "POST", path: "/2020-01-01/extension/init/error" },
  { method: "POST", path: "/2020-01-01/extension/exit/error" },
  { method: "PUT", path: "/2022-07-01/telemetry" },
  { method: "PUT", path: "/2020-08-15/logs" },
  { method: "GET", path: "/nowhere" },
];

/** An environment whose API is attacked, and another one in the same process that is at work meanwhile. */
export class Siege {
  readonly api: RuntimeApi;
  readonly #neighbour: Awaited<ReturnType<typeof running>>;
  readonly #identity: string;

  private constructor(api: RuntimeApi, neighbour: Awaited<ReturnType<typeof running>>, identity: string) {
    this.api = api;
    this.#neighbour = neighbour;
    this.#identity = identity;
  }

  static async lay(): Promise<Siege> {
    const api = await openApi({ extensions: ["lens"], snapStart, connect: () => new Socket() });
    const neighbour = await running();
    const traitor = await registered(api, "traitor");
    traitor.raw.socket.destroy();
    return new Siege(api, neighbour, traitor.identity);
  }

  attacker(): Promise<RawClient> {
    return client(this.api);
  }

  /** A request's head, with all headers that its endpoint asks for, up to the empty line. */
  head({ method, path }: Target, ...headers: readonly string[]): string {
    const own = [
      "Host: x",
      this.#identity,
      "Lambda-Extension-Name: traitor",
      "Lambda-Extension-Function-Error-Type: Extension.Broken",
      "Authorization: 8a1c5f0e-token",
    ];
    return `${[`${method} ${path} HTTP/1.1`, ...own, ...headers].join("\r\n")}\r\n`;
  }

  /** A healthy extension and a healthy runtime get through an invocation; the neighbour never noticed anything. */
  async isSurvived({ spoils = false }: { readonly spoils?: boolean } = {}): Promise<void> {
    if (spoils) {
      this.api.reset();
    }
    await wholeInvocation(this.api);
    const { api, runtime, id, delivery } = this.#neighbour;
    expect(api.state).toBe("Running");
    expect(runtime.silent).toBe(true);
    await answerAndPoll(runtime, id);
    await delivery.completed;
  }
}

/** A healthy runtime and a healthy extension serve one invocation from their start on. */
async function wholeInvocation(api: RuntimeApi): Promise<void> {
  const lens = await extension(api);
  const { status } = await lens.register("lens", ["INVOKE"]);
  // A hostile `/next` may have closed registration before: then the invocation is the runtime's alone.
  const told = status === 200;
  if (told) {
    lens.poll();
    while (api.extensions.named("lens")?.state !== "Ready") {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const runtime = await readyRuntime(api);
  const given = invocation();
  const delivery = api.deliver(given);
  // A hostile `/next` that still waits would get the event: asking again while it is unanswered gives it to all.
  const second = await client(api);
  const answer = await second.ask("GET", "/2018-06-01/runtime/invocation/next");
  expect(headerOf(answer, "Lambda-Runtime-Aws-Request-Id")).toBe(given.requestId);
  if (told) {
    expect(JSON.parse((await lens.raw.answer()).body)).toMatchObject({ requestId: given.requestId });
    lens.poll();
  }
  await answerAndPoll(second, given.requestId);
  await delivery.completed;
  runtime.socket.destroy();
}

async function answerAndPoll(runtime: RawClient, id: string): Promise<void> {
  runtime.post(`/runtime/invocation/${id}/response`, "{}");
  expect((await runtime.answer()).status).toBe(202);
  runtime.get("/runtime/invocation/next");
}
