import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ControlServer } from "../../../../src/targets/docker/control-server.ts";
import { encodeFrame, fromInit } from "../../../../src/targets/docker/init-frames.ts";

describe("the listener of first processes", () => {
  let nowMs = 5000;
  let control: ControlServer;
  const sockets: Socket[] = [];
  const open = async (shared: boolean) => {
    control = await ControlServer.open(
      { bind: "127.0.0.1", seenAs: "10.1.2.3" },
      { now: () => nowMs, shared },
    );
  };
  beforeEach(() => open(true));
  afterEach(async () => {
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    await control[Symbol.asyncDispose]();
  });

  const call = async (bytes: Buffer) => {
    const socket = connect(Number(control.address.split(":")[1]), "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(bytes);
    return socket;
  };
  const hello = (token: string, startedMs = 1000, sentMs = 1002) => {
    const stamps = Buffer.alloc(16);
    stamps.writeBigUInt64LE(BigInt(startedMs) * 1_000_000n, 0);
    stamps.writeBigUInt64LE(BigInt(sentMs) * 1_000_000n, 8);
    return encodeFrame(fromInit.hello, 0, Buffer.concat([stamps, Buffer.from(token)]));
  };

  it("is called by the address that containers know it by", () => {
    expect(control.address).toMatch(/^10\.1\.2\.3:\d+$/);
  });

  it("admits who proves to be awaited", async () => {
    const expected = control.expect();
    await call(hello(expected.token));
    const connection = await expected.connection;
    expect(connection.startedAtMs).toBe(1000);
    expect(connection.remoteAddress).toBe("127.0.0.1");
  });

  it("cuts off who is not awaited, who comes a second time, and who says nothing sensible", async () => {
    const expected = control.expect();
    await call(hello(expected.token));
    await expected.connection;
    const strangers = [hello("0".repeat(32)), hello(expected.token), Buffer.alloc(2000, 255)];
    for (const bytes of strangers) {
      await once(await call(bytes), "close");
    }
  });

  it("lets a relay in for as long as the line of its sandbox stands", async () => {
    const expected = control.expect();
    const relayOf = (id: number) => encodeFrame(fromInit.relay, id, Buffer.from(expected.token));
    await once(await call(relayOf(1)), "close");
    const line = await call(hello(expected.token));
    const relay = (await expected.connection).connect(9001);
    const [request] = await once(line, "data");
    const far = await call(Buffer.concat([relayOf(request.readUInt32LE(4)), Buffer.from("from inside")]));
    expect(String((await once(relay, "data"))[0])).toBe("from inside");
    relay.write("from outside");
    expect(String((await once(far, "data"))[0])).toBe("from outside");
    line.destroy();
    await once(far, "close");
    await once(await call(relayOf(1)), "close");
  });

  it("reads the times of another clock by its own: the moment of the message is the same on both", async () => {
    await control[Symbol.asyncDispose]();
    await open(false);
    nowMs = 9000;
    const expected = control.expect();
    await call(hello(expected.token, 1000, 1002));
    expect((await expected.connection).startedAtMs).toBe(8998);
  });

  it("does not stay on all addresses where the right one never comes", async () => {
    const wide = await ControlServer.open(
      { bind: "203.0.113.7", seenAs: "203.0.113.7" },
      { now: () => 0, shared: true },
    );
    await expect(wide.narrow()).rejects.toThrow("EADDRNOTAVAIL");
    await wide[Symbol.asyncDispose]();
  });
});
