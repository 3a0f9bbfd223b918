import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { callHandler, root } from "./call-handler.ts";

const folder = join(root, "scenarios/functions/order-api");

beforeAll(async () => {
  await execa(process.execPath, [join(root, "scripts/package-functions.mjs")]);
});

const get = (path: string, query: Record<string, string> | null = null) => ({
  httpMethod: "GET",
  path,
  queryStringParameters: query,
});

async function answerTo(from: string, event: object) {
  const { answers, log } = await callHandler(join(folder, from), [event]);
  const [answer] = answers;
  return { statusCode: answer?.statusCode, body: JSON.parse(answer?.body ?? "null") as unknown, log };
}

describe.each([".", "packaged", "bundle"])("order-api in %s", (from) => {
  test("finds an order, with its total and when it will be delivered", async () => {
    const { statusCode, body } = await answerTo(from, get("/orders/ORD-10017"));
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ id: "ORD-10017", total: "141.70 EUR", delivery: "2026-09-28" });
  });

  test("tells times in the client's time zone", async () => {
    const { body } = await answerTo(from, get("/orders/ORD-10017", { timeZone: "Europe/Stockholm" }));
    expect(body).toMatchObject({ placedAt: "2026-09-23T14:24:53+02:00" });
  });

  test("lists the orders of a status, newest first", async () => {
    const { statusCode, body } = await answerTo(from, get("/orders", { status: "delivered", limit: "3" }));
    expect(statusCode).toBe(200);
    const { orders } = body as { orders: { status: string; placedAt: string }[] };
    expect(orders.map((order) => order.status)).toEqual(["delivered", "delivered", "delivered"]);
    expect(orders.map((order) => order.placedAt)).toEqual(
      orders.map((order) => order.placedAt).toSorted((a, b) => b.localeCompare(a)),
    );
  });

  test("writes one structured line for a request", async () => {
    const { log } = await answerTo(from, get("/orders/ORD-10017"));
    expect(log.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: "INFO", message: "answered", parameters: { orderId: "ORD-10017" } }),
    ]);
  });
});

test.each([
  ["an order that does not exist", get("/orders/ORD-99999"), 404, "there is no order ORD-99999"],
  ["a path that is no route", get("/customers"), 404, "there is nothing at /customers"],
  [
    "a method that the path does not have",
    { ...get("/orders"), httpMethod: "POST" },
    405,
    "/orders cannot be asked for with POST",
  ],
  ["an id of another form", get("/orders/17"), 400, "the request is not valid"],
  [
    "a time zone that does not exist",
    get("/orders/ORD-10017", { timeZone: "Mars/Olympus" }),
    400,
    "the request is not valid",
  ],
  ["a limit out of range", get("/orders", { limit: "51" }), 400, "the request is not valid"],
])("refuses %s", async (_what, event, statusCode, message) => {
  const answer = await answerTo(".", event);
  expect(answer.statusCode).toBe(statusCode);
  expect(answer.body).toMatchObject({ message });
});

test("the scenario asks for an order that is in the table", async () => {
  const scenario = await readFile(join(root, "scenarios/order-api.yaml"), "utf8");
  const [, path] = /path: (\/orders\/ORD-\d+)/.exec(scenario) ?? [];
  expect((await answerTo(".", get(path ?? "none"))).statusCode).toBe(200);
});

test("packaged holds what package.json names and what that needs, and nothing that only developing needs", async () => {
  const names = await readdir(join(folder, "packaged/node_modules"));
  expect(names.toSorted()).toEqual(["@aws", "@aws-lambda-powertools", "@middy", "luxon", "zod"]);
});
