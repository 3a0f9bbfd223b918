import { connect } from "node:net";
import { expect, test } from "vitest";
import { until } from "../fixture.ts";
import { TcpListener, unusedPort } from "./listeners.ts";
import { buffering, line, openTelemetry, tcpTo } from "./subscriptions.ts";

const quick = { firstPauseMs: 2, longestPauseMs: 10, attempts: 10_000 };

test("events come as lines of JSON over one connection", async () => {
  const listener = await TcpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", tcpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one\ntwo"));
  await telemetry.flush(60_000);
  telemetry.publish(line("three"));
  await telemetry.flush(60_000);

  await until(() => listener.events.length === 2);
  expect(listener.text).toBe(
    '{"time":"2026-11-23T19:20:11.123Z","type":"function","record":"one\\ntwo"}\n' +
      '{"time":"2026-11-23T19:20:11.123Z","type":"function","record":"three"}\n',
  );
  expect(listener.sockets).toHaveLength(1);
});

test("a listener that opens its port after subscribing gets everything from the start", async () => {
  const port = await unusedPort();
  const telemetry = openTelemetry({ delivery: quick });
  telemetry.subscribe("lens", tcpTo(port, { types: ["function"] }));
  telemetry.publish(line("early"));
  await new Promise((resolve) => setTimeout(resolve, 20));

  const listener = await TcpListener.open(port);
  await until(() => listener.events.length === 1);
  expect(listener.events[0]?.record).toBe("early");
});

test("a connection that was lost is made again for what comes later", async () => {
  const listener = await TcpListener.open();
  const telemetry = openTelemetry({ delivery: quick });
  telemetry.subscribe("lens", tcpTo(listener.port, { types: ["function"] }));
  telemetry.publish(line("one"));
  await until(() => listener.events.length === 1);
  listener.sockets[0]?.resetAndDestroy();
  await until(() => {
    telemetry.publish(line("again"));
    return listener.sockets.length > 1;
  });

  await until(() => listener.events.length > 1);
  expect(new Set(listener.events.slice(1).map(({ record }) => record))).toEqual(new Set(["again"]));
});

test("a connection that the subscriber ended is let go, whatever it wrote before", async () => {
  const listener = await TcpListener.open();
  const telemetry = openTelemetry();
  telemetry.subscribe("lens", tcpTo(listener.port));
  await until(() => listener.events.length === 1);
  const [socket] = listener.sockets;
  socket?.end("x".repeat(1_000_000));

  await until(() => socket?.closed === true);
  telemetry.publish(line("over a new one"));
  await until(() => listener.sockets.length === 2 && listener.events.length === 2);
});

test("a reader that stops reading costs a bounded number of bytes, and gets the notice when it reads again", async () => {
  const listener = await TcpListener.open();
  const telemetry = openTelemetry({ delivery: { pendingBatches: 2 } });
  const large = buffering({ maxBytes: 1_000_000 });
  telemetry.subscribe("lens", tcpTo(listener.port, { buffering: large }));
  await until(() => listener.events.length === 1);
  listener.sockets[0]?.pause();
  const text = "x".repeat(100_000);
  const published = 2_000;
  for (let count = 0; count < published; count += 1) {
    telemetry.publish(line(text));
    await new Promise((resolve) => setImmediate(resolve));
  }
  listener.sockets[0]?.resume();
  await telemetry.flush(60_000);

  await until(() => listener.text.includes("platform.logsDropped") && listener.text.endsWith("\n"));
  await until(() => counted(listener) === published);
  expect(counted(listener)).toBe(published);
});

test("a target may reach the port in its own way", async () => {
  const listener = await TcpListener.open();
  const asked: number[] = [];
  const telemetry = openTelemetry({
    connect: (port) => {
      asked.push(port);
      return connect({ host: "127.0.0.1", port: listener.port });
    },
  });
  telemetry.subscribe("lens", tcpTo(4711, { types: ["function"] }));
  telemetry.publish(line("one"));
  await until(() => listener.events.length === 1);

  expect(asked).toEqual([4711]);
});

function counted(listener: TcpListener): number {
  let count = 0;
  for (const { type, record } of listener.events) {
    if (type === "function") {
      count += 1;
    } else if (typeof record === "object" && record !== null && "droppedRecords" in record) {
      count += Number(record.droppedRecords);
    }
  }
  return count;
}
