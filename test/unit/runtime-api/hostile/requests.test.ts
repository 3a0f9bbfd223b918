import { describe, expect, it } from "vitest";
import { Siege, targets } from "./siege.ts";

const mebibyte = 1024 * 1024;

describe.each(targets)("$method $path", (target) => {
  it.each(["end", "resetAndDestroy"] as const)(
    "survives half a head, and half a body, that %s cuts off",
    async (cut) => {
      const siege = await Siege.lay();
      const head = siege.head(target, "Content-Length: 99");
      for (const half of [head.slice(0, 9), head.slice(0, -20), head, `${head}\r\n`, `${head}\r\n{"a":`]) {
        const attacker = await siege.attacker();
        attacker.write(half);
        await siege.api.disconnected(1);
        attacker.socket[cut]();
        if (cut === "end") {
          // What waits for an event has no reason to go before its client does.
          setTimeout(() => attacker.socket.destroy(), 10);
        }
        await attacker.closed;
      }
      await siege.isSurvived(target);
    },
  );

  it("survives a body that comes byte by byte", async () => {
    const siege = await Siege.lay();
    const attacker = await siege.attacker();
    attacker.write(`${siege.head(target, "Transfer-Encoding: chunked")}\r\n`);
    for (const byte of "{}".padEnd(30, " ")) {
      attacker.write(`1\r\n${byte}\r\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    attacker.write("0\r\n\r\n");
    if (!target.blocks) {
      expect((await attacker.answer()).status).toBeLessThan(500);
    }
    attacker.socket.destroy();
    await siege.isSurvived(target);
  });

  it("takes headers of nearly a mebibyte, and answers 431 to more", async () => {
    const siege = await Siege.lay();
    const large = await siege.attacker();
    large.write(`${siege.head(target, `X: ${"x".repeat(mebibyte - 1000)}`, "Content-Length: 0")}\r\n`);
    if (!target.blocks) {
      expect((await large.answer()).status).not.toBe(431);
    }
    const larger = await siege.attacker();
    larger.write(`${siege.head(target, `X: ${"x".repeat(2 * mebibyte)}`)}\r\n`);
    expect((await larger.answer()).status).toBe(431);
    await larger.closed;
    large.socket.destroy();
    await siege.isSurvived(target);
  });

  it("survives lengths that contradict one another, and what is no HTTP after a head", async () => {
    const siege = await Siege.lay();
    for (const wrong of [
      "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      "Content-Length: -1\r\n\r\n",
      "Content-Length: 99999999999999999999999\r\n\r\n",
      "Transfer-Encoding: gzip\r\n\r\n{}",
      "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
      "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
      "No colon\r\n\r\n",
      "Nul: \u0000\r\n\r\n",
      "Content-Length: 0\r\n\r\n\u0016\u0003\u0001 what is this\r\n\r\n",
    ]) {
      const attacker = await siege.attacker();
      attacker.write(`${siege.head(target)}${wrong}`);
      await attacker.answer().catch(() => undefined);
      attacker.socket.destroy();
      await attacker.closed;
    }
    await siege.isSurvived(target);
  });

  it("survives methods that it does not take, with bodies, and the connection goes on", async () => {
    const siege = await Siege.lay();
    const attacker = await siege.attacker();
    const methods = ["PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "M-SEARCH"];
    for (const method of methods) {
      const body = "x".repeat(100_000);
      attacker.write(`${siege.head({ ...target, method }, "Content-Length: 100000")}\r\n${body}`);
      expect([404, 405]).toContain((await attacker.answer()).status);
    }
    expect((await attacker.ask("GET", "/2018-06-01/ping")).body).toBe("pong");
    await siege.isSurvived();
  });

  it("survives a hundred requests in one write, and their client's reset before any answer", async () => {
    const siege = await Siege.lay();
    const attacker = await siege.attacker();
    attacker.write(`${siege.head(target, "Content-Length: 2")}\r\n{}`.repeat(100));
    await siege.api.disconnected(5);
    attacker.socket.resetAndDestroy();
    await attacker.closed;
    await siege.isSurvived(target);
  });

  it("survives a thousand requests from a client that never reads, and its end", async () => {
    const siege = await Siege.lay();
    const attacker = await siege.attacker();
    attacker.socket.pause();
    attacker.write(`${siege.head(target, "Content-Length: 0")}\r\n`.repeat(1000));
    attacker.socket.end();
    await siege.api.disconnected(5);
    attacker.socket.destroy();
    await siege.isSurvived(target);
  });
});
