import type { Duplex } from "node:stream";

/** A connection into the environment: a socket, or what stands for one. */
export type PortConnection = Duplex & { unref(): unknown };

/** Opens a connection to a port of the environment. Where that is reached is the target's matter. */
export type ConnectToPort = (port: number) => PortConnection;

/** The way to one subscriber. */
export interface Delivery {
  /**
   * Delivers events, each a JSON text. Resolves when the subscriber took them; rejects when it is not there, refuses,
   * breaks off, or does not take them within the limit. One call at a time.
   */
  send(events: readonly string[]): Promise<void>;
  /** Ends its connections at once; a `send` under way rejects. */
  close(): void;
}
