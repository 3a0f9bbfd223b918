import { describe, expect, it } from "vitest";
import { client, openApi, ownHeaders, running } from "../fixture.ts";

describe("disabled extensions", () => {
  it.each([
    ["POST", "/2020-01-01/extension/register"],
    ["GET", "/2020-01-01/extension/event/next"],
    ["POST", "/2020-01-01/extension/init/error"],
    ["POST", "/2020-01-01/extension/exit/error"],
    ["DELETE", "/2020-01-01/extension/register"],
    ["PUT", "/2022-07-01/telemetry"],
    ["PUT", "/2020-08-15/logs"],
  ])("get an empty 404 for %s %s", async (method, path) => {
    const answer = await (await client(await openApi({ extensions: undefined }))).ask(method, path, "{}");
    expect(answer).toMatchObject({ status: 404, body: "" });
    expect(ownHeaders(answer.headers)).toEqual(["Content-Length: 0"]);
  });

  it("do not keep the runtime from its events", async () => {
    const { api, delivery, runtime, id } = await running({ extensions: undefined });
    await api.extensions.registered;
    runtime.post(`/runtime/invocation/${id}/response`, "{}");
    expect((await runtime.answer()).status).toBe(202);
    runtime.get("/runtime/invocation/next");
    await delivery.completed;
  });
});

describe("the routes of extensions", () => {
  it.each([
    ["GET", "/2020-01-01/extension/register", "POST"],
    ["POST", "/2020-01-01/extension/event/next", "GET"],
    ["GET", "/2020-01-01/extension/init/error", "POST"],
    ["PUT", "/2020-01-01/extension/exit/error", "POST"],
    ["POST", "/2022-07-01/telemetry", "PUT"],
    ["GET", "/2022-07-01/telemetry/", "PUT"],
    ["POST", "/2020-08-15/logs", "PUT"],
  ])("are 405 for %s %s, naming the method that is taken", async (method, path, allowed) => {
    const answer = await (await client(await openApi())).ask(method, path, "{}");
    expect(answer).toMatchObject({ status: 405, body: "" });
    expect(ownHeaders(answer.headers)).toEqual([`Allow: ${allowed}`, "Content-Length: 0"]);
  });

  it.each([
    "/2020-01-01/extension",
    "/2020-01-01/extension/",
    "/2020-01-01/extension/register/",
    "/2020-01-01/extension/event",
    "/2020-01-01/runtime/invocation/next",
    "/2022-07-01/telemetry/x",
    "/2022-07-01/logs",
    "/2020-08-15/telemetry",
  ])("are 404 for %s", async (path) => {
    const answer = await (await client(await openApi())).ask("GET", path);
    expect(answer).toMatchObject({ status: 404, body: "404 page not found\n" });
  });
});
