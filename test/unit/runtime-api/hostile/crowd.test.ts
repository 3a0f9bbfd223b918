import { expect, it } from "vitest";
import { Siege, targets } from "./siege.ts";

it("a thousand connections at once, each with another half of another request, leave the listener as it was", async () => {
  const siege = await Siege.lay();
  const crowd = await Promise.all(Array.from({ length: 1000 }, () => siege.attacker()));
  for (const [index, attacker] of crowd.entries()) {
    const target = targets[index % targets.length] ?? targets[0];
    if (target !== undefined) {
      const head = siege.head(target, "Content-Length: 5");
      attacker.write(
        [head.slice(0, 30), `${head}\r\n`, `${head}\r\nabc`, `${head}\r\nabcde`][index % 4] ?? "",
      );
    }
  }
  const [first] = crowd;
  await siege.api.disconnected(20);
  expect(first?.socket.destroyed).toBe(false);
  for (const [index, attacker] of crowd.entries()) {
    if (index % 2 === 0) {
      attacker.socket.resetAndDestroy();
    } else {
      attacker.socket.destroy();
    }
  }
  await Promise.all(crowd.map(({ closed }) => closed));
  // What the listener has not accepted yet would speak in the life after the reset.
  await siege.api.disconnected(60_000);
  await siege.isSurvived({ spoils: true });
});

it("a thousand healthy connections at once are all answered", async () => {
  const siege = await Siege.lay();
  const crowd = await Promise.all(Array.from({ length: 1000 }, () => siege.attacker()));
  const answers = await Promise.all(crowd.map((one) => one.ask("GET", "/2018-06-01/ping")));
  expect(answers.every(({ body }) => body === "pong")).toBe(true);
  await siege.isSurvived();
});
