import { randomBytes } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { type Clocks, InitConnection } from "./init-connection.ts";
import { type Frame, FrameReader, fromInit, tokenBytes } from "./init-frames.ts";

/** A sandbox whose first process is awaited. */
export interface Expected {
  /** What it proves itself with. */
  readonly token: string;
  /** Resolves when it has said hello; never when it does not. */
  readonly connection: Promise<InitConnection>;
  /** It does not come any more. One that has come is known by its token until its line ends: its relays prove themselves by it. */
  forget(): void;
}

/** More than a greeting has: a stranger is not listened to for longer. */
const greetingBytes = 1024;

interface Expectation {
  connection: InitConnection | undefined;
  readonly connected: (connection: InitConnection) => void;
}

/** Where it listens and how its callers know it. */
export interface ControlPlace {
  /** An address of this machine, or one that will be its own as soon as a container runs. */
  readonly bind: string;
  /** The address by which containers reach it. */
  readonly seenAs: string;
}

/** Where the first processes of a run's sandboxes call. Nobody else is answered. */
export class ControlServer implements AsyncDisposable {
  /** `host:port`, as a container reaches it. */
  readonly address: string;
  readonly #place: ControlPlace;
  readonly #port: number;
  readonly #clocks: Clocks;
  #server: Server;
  #narrow: boolean;
  readonly #expected = new Map<string, Expectation>();
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, place: ControlPlace, clocks: Clocks) {
    this.#server = this.#greeting(server);
    this.#place = place;
    this.#clocks = clocks;
    const { address, port } = addressOf(server);
    this.#port = port;
    this.#narrow = address === place.bind;
    this.address = `${place.seenAs}:${port}`;
  }

  /**
   * Listens on a free port. Podman makes a network's bridge with its first container only: until then that address is not
   * there, and it listens on all. @throws Error when it cannot.
   */
  static async open(place: ControlPlace, clocks: Clocks): Promise<ControlServer> {
    try {
      return new ControlServer(await listening(place.bind, 0), place, clocks);
    } catch (error) {
      if (!isMissingAddress(error)) {
        throw error;
      }
      return new ControlServer(await listening("0.0.0.0", 0), place, clocks);
    }
  }

  /** A container has called: from now on it listens where it should alone. Lines that stand are kept. @throws Error. */
  async narrow(): Promise<void> {
    if (!this.#narrow) {
      this.#server.close();
      this.#server = this.#greeting(await listening(this.#place.bind, this.#port));
      this.#narrow = true;
    }
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

  #greeting(server: Server): Server {
    return server.on("connection", (socket) => this.#greet(socket));
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    const reader = new FrameReader();
    const onError = () => socket.destroy();
    let received = 0;
    const onData = (chunk: Buffer) => {
      const { value: first } = reader.read(chunk).next();
      received += chunk.length;
      if (first !== undefined) {
        socket.off("data", onData);
        socket.off("error", onError);
        this.#admit(socket, first, reader);
      } else if (received > greetingBytes) {
        socket.destroy();
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
      const connection = new InitConnection(socket, first, reader, this.#clocks);
      expectation.connection = connection;
      void connection.closed.then(() => this.#expected.delete(token));
      expectation.connected(connection);
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

function listening(host: string, port: number): Promise<Server> {
  const server = createServer({ noDelay: true, allowHalfOpen: true });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function addressOf(server: Server): { readonly address: string; readonly port: number } {
  const address = server.address();
  return address === null || typeof address === "string" ? { address: "", port: 0 } : address;
}

function isMissingAddress(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRNOTAVAIL";
}
