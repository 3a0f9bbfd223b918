import { connect, type Socket } from "node:net";
import { note, type OpenRequests, watch } from "./contract/watch.ts";

/** One HTTP answer, its header lines as they came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * A TCP connection that speaks HTTP by hand: what a test sends is what the server gets, byte for byte. Every answer that comes
 * is held against the documents, also where no test reads it.
 */
export class RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  readonly #answers: RawAnswer[] = [];
  #received = Buffer.alloc(0);
  #wake = () => {};
  #ended = false;
  #asked: OpenRequests = [];
  #unwatch = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#takeAll();
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.#ended = true;
        this.#unwatch();
        this.#wake();
        resolve();
      });
    });
  }

  static async open(address: string): Promise<RawClient> {
    const [host, port] = address.split(":");
    const socket = connect({ host: host ?? "", port: Number(port), noDelay: true });
    const client = new RawClient(socket);
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    const { requests, unwatch } = watch(socket);
    client.#asked = requests;
    client.#unwatch = unwatch;
    return client;
  }

  /** Sends text as it is. */
  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Sends a GET of the Runtime API. */
  get(path: string): void {
    this.write(`GET /2018-06-01${path} HTTP/1.1\r\nHost: runtime\r\n\r\n`);
  }

  /** Sends a POST of the Runtime API. */
  post(path: string, body: string | Uint8Array, ...headers: readonly string[]): void {
    this.request("POST", `/2018-06-01${path}`, body, ...headers);
  }

  /** Sends a request of any API. */
  request(method: string, path: string, body: string | Uint8Array = "", ...headers: readonly string[]): void {
    const lines = [`${method} ${path} HTTP/1.1`, "Host: runtime", ...headers];
    this.write(`${[...lines, `Content-Length: ${Buffer.byteLength(body)}`].join("\r\n")}\r\n\r\n`);
    this.write(body);
  }

  /** Sends a request of any API; resolves with the next answer. */
  async ask(...request: Parameters<RawClient["request"]>): Promise<RawAnswer> {
    this.request(...request);
    return this.answer();
  }

  /** The next answer on this connection. Throws when the connection ends before it is whole. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) {
        return answer;
      }
      if (this.#ended) {
        throw new Error(`expected an answer, got a closed connection after ${this.#received.toString()}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** True when nothing has come that no test has read. */
  get silent(): boolean {
    return this.#received.byteLength === 0 && this.#answers.length === 0;
  }

  #takeAll(): void {
    for (let answer = this.#take(); answer !== undefined; answer = this.#take()) {
      note(this.#asked, answer);
      this.#answers.push(answer);
    }
  }

  #take(): RawAnswer | undefined {
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd === -1) {
      return undefined;
    }
    const [statusLine = "", ...headers] = this.#received.toString("latin1", 0, headEnd).split("\r\n");
    const length = Number(headers.find((line) => line.startsWith("Content-Length: "))?.slice(16) ?? 0);
    const end = headEnd + 4 + length;
    if (this.#received.byteLength < end) {
      return undefined;
    }
    const body = this.#received.toString("utf8", headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    return { status: Number(statusLine.split(" ")[1]), headers, body };
  }
}
