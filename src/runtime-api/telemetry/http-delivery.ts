import { Agent, type IncomingMessage, request } from "node:http";
import type { Duplex } from "node:stream";
import type { ConnectToPort, Delivery } from "./delivery.ts";
import type { Destination } from "./subscription.ts";

type HttpDestination = Extract<Destination, { protocol: "HTTP" }>;

/** One POST (or PUT) with a JSON array for each batch, over a connection that is kept. Any status below 400 is a yes. */
export class HttpDelivery implements Delivery {
  readonly #destination: HttpDestination;
  readonly #answerLimitMs: number;
  readonly #agent: PortAgent;

  constructor(destination: HttpDestination, connect: ConnectToPort, answerLimitMs: number) {
    this.#destination = destination;
    this.#answerLimitMs = answerLimitMs;
    this.#agent = new PortAgent(() => connect(destination.port));
  }

  async send(events: readonly string[]): Promise<void> {
    const { host, path, method } = this.#destination;
    const body = Buffer.from(`[${events.join(",")}]`);
    const headers = { Host: host, "Content-Type": "application/json", "Content-Length": body.byteLength };
    const call = request({ agent: this.#agent, method, path, headers });
    const tooLate = new Error(`no answer within ${this.#answerLimitMs} ms`);
    const limit = setTimeout(() => call.destroy(tooLate), this.#answerLimitMs);
    limit.unref();
    const taken = new Promise<void>((resolve, reject) => {
      call.on("error", reject);
      call.on("response", (response) => {
        whenRead(response).then(resolve, reject);
      });
    });
    call.end(body);
    return taken.finally(() => clearTimeout(limit));
  }

  close(): void {
    this.#agent.destroy();
  }
}

// What a subscriber answers is read to its end, so that the connection can be used again, and not looked at.
function whenRead(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const status = response.statusCode ?? 0;
    response.on("error", reject);
    response.on("close", () => reject(new Error("the answer broke off")));
    response.on("end", () => {
      if (status < 400) {
        resolve();
      } else {
        reject(new Error(`http request failed with status ${status}`));
      }
    });
    response.resume();
  });
}

/** An agent with one connection, made by the target's own function. */
class PortAgent extends Agent {
  readonly #connect: () => Duplex;

  constructor(connect: () => Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#connect = connect;
  }

  // A connection can fail before its request listens to it.
  override createConnection(): Duplex {
    const socket = this.#connect();
    socket.on("error", () => {});
    return socket;
  }
}
