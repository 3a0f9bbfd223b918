import { randomBytes } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { InitConnection } from "./init-connection.ts";
import { type Frame, FrameReader, fromInit, tokenBytes } from "./init-frames.ts";

/** A sandbox whose first process is awaited. */
export interface Expected {
  /** What it proves itself with. */
  readonly token: string;
  /** Resolves when it has said hello; never when it does not. */
  readonly connection: Promise<InitConnection>;
  /** Nothing is expected any more; a line that stands is left alone. */
  forget(): void;
}

interface Expectation {
  connection: InitConnection | undefined;
  readonly connected: (connection: InitConnection) => void;
}

/** Where the first processes of a run's sandboxes call. Nobody else is answered. */
export class ControlServer implements AsyncDisposable {
  /** `host:port`. */
  readonly address: string;
  readonly #server: Server;
  readonly #now: () => number;
  readonly #expected = new Map<string, Expectation>();
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, address: string, now: () => number) {
    this.#server = server;
    this.address = address;
    this.#now = now;
    server.on("connection", (socket) => this.#greet(socket));
  }

  /** Listens on a free port of an address of this machine. @throws Error when it cannot. */
  static async open(host: string, now: () => number): Promise<ControlServer> {
    const server = createServer({ noDelay: true, allowHalfOpen: true });
    const port = await new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, host, () => {
        const address = server.address();
        resolve(address === null || typeof address === "string" ? 0 : address.port);
      });
    });
    return new ControlServer(server, `${host}:${port}`, now);
  }

  expect(): Expected {
    const token = randomBytes(tokenBytes / 2).toString("hex");
    const connection = new Promise<InitConnection>((connected) => {
      this.#expected.set(token, { connection: undefined, connected });
    });
    return { token, connection, forget: () => this.#expected.delete(token) };
  }

  /** Ends every line, and with it what runs at the other end. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    const reader = new FrameReader();
    const onError = () => socket.destroy();
    const onData = (chunk: Buffer) => {
      const frames = reader.read(chunk);
      const { value: first } = frames.next();
      if (first !== undefined) {
        socket.off("data", onData);
        socket.off("error", onError);
        this.#admit(socket, first, reader);
      }
    };
    socket.on("error", onError);
    socket.on("data", onData);
  }

  #admit(socket: Socket, first: Frame, reader: FrameReader): void {
    const { type, id, payload } = first;
    const token = payload.subarray(-tokenBytes).toString("latin1");
    const expectation = this.#expected.get(token);
    if (type === fromInit.hello && expectation !== undefined && expectation.connection === undefined) {
      expectation.connection = new InitConnection(socket, first, reader, this.#now);
      expectation.connected(expectation.connection);
    } else if (type === fromInit.relay && expectation?.connection !== undefined) {
      const rest = reader.rest();
      if (rest.length > 0) {
        socket.unshift(rest);
      }
      expectation.connection.joinRelay(id, socket);
    } else {
      socket.destroy();
    }
  }
}
