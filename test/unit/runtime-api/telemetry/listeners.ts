import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { until } from "../fixture.ts";

/** An event as a subscriber reads it. */
export interface ReceivedEvent {
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

/** One request that a subscriber got. */
export interface ReceivedBatch {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly port: number | undefined;
  readonly bytes: number;
  readonly events: readonly ReceivedEvent[];
}

/** How a listener treats a batch: the default answers 200. */
export type Treatment = (response: ServerResponse, count: number) => void;

/** An extension's HTTP listener. */
export class HttpListener {
  readonly batches: ReceivedBatch[] = [];
  readonly server: Server;
  #connections = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(treatment: Treatment) {
    this.server = createHttpServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      this.#keep(request, Buffer.concat(chunks));
      treatment(response, this.batches.length);
    });
    this.server.on("connection", (socket: Socket) => {
      this.#connections += 1;
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async open(treatment: Treatment = (response) => response.end(), port = 0): Promise<HttpListener> {
    const listener = new HttpListener(treatment);
    listener.server.listen(port, "127.0.0.1");
    await once(listener.server, "listening");
    onTestFinished(() => listener.vanish());
    return listener;
  }

  get port(): number {
    return portOf(this.server);
  }

  /** Connections that were ever made. */
  get connections(): number {
    return this.#connections;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  get events(): readonly ReceivedEvent[] {
    return this.batches.flatMap(({ events }) => events);
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }

  /** The records of one type. */
  recordsOf(type: string): readonly unknown[] {
    return this.events.filter((event) => event.type === type).map(({ record }) => record);
  }

  async received(count: number): Promise<readonly ReceivedEvent[]> {
    await until(() => this.events.length >= count);
    return this.events;
  }

  /** As when its process is killed. */
  vanish(): void {
    for (const socket of this.#sockets) {
      socket.resetAndDestroy();
    }
    this.server.close();
  }

  #keep({ method, url, headers, socket }: IncomingMessage, body: Buffer): void {
    const events = JSON.parse(body.toString("utf8"));
    this.batches.push({ method, url, headers, port: socket.remotePort, bytes: body.byteLength, events });
  }
}

/** An extension's TCP listener. */
export class TcpListener {
  readonly server: Server;
  readonly sockets: Socket[] = [];
  #text = "";

  private constructor() {
    this.server = createServer((socket) => {
      this.sockets.push(socket);
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        this.#text += chunk.toString("utf8");
      });
    });
  }

  static async open(port = 0): Promise<TcpListener> {
    const listener = new TcpListener();
    listener.server.listen(port, "127.0.0.1");
    await once(listener.server, "listening");
    onTestFinished(() => listener.vanish());
    return listener;
  }

  get port(): number {
    return portOf(this.server);
  }

  get text(): string {
    return this.#text;
  }

  get events(): readonly ReceivedEvent[] {
    return this.#text
      .split("\n")
      .slice(0, -1)
      .map((text) => JSON.parse(text));
  }

  vanish(): void {
    for (const socket of this.sockets) {
      socket.resetAndDestroy();
    }
    this.server.close();
  }
}

/** A port on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  return isAddress(address) ? address.port : 0;
}

function isAddress(address: ReturnType<Server["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
