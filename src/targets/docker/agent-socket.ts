import { Duplex } from "node:stream";

/** What an agent of node:http asks of a socket that it keeps, for a stream that is none: it changes nothing there. */
export abstract class AgentSocket extends Duplex {
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
