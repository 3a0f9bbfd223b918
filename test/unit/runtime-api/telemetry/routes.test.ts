import { describe, expect, it } from "vitest";
import { readyRuntime, refused, registered } from "../extensions/extension-client.ts";
import { client, openApi, ownHeaders, until } from "../fixture.ts";
import { HttpListener } from "./listeners.ts";

const apis = [
  ["/2022-07-01/telemetry", "Telemetry", "platform.telemetrySubscription", "ValidationError"],
  ["/2022-07-01/telemetry/", "Telemetry", "platform.telemetrySubscription", "ValidationError"],
  ["/2020-08-15/logs", "Logs", "platform.logsSubscription", "Logs.ValidationError"],
  ["/2020-08-15/logs/", "Logs", "platform.logsSubscription", "Logs.ValidationError"],
] as const;

function subscription(path: string, port: number): string {
  const schemaVersion = path.startsWith("/2022") ? "2022-12-13" : "2021-03-18";
  const destination = { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}/` };
  return JSON.stringify({ schemaVersion, types: ["platform"], buffering: { timeoutMs: 25 }, destination });
}

describe.each(apis)("PUT %s", (path, api, event, validationError) => {
  it("subscribes the extension that its identifier names", async () => {
    const listener = await HttpListener.open();
    const served = await openApi({ extensions: ["lens"] });
    const lens = await registered(served, "lens");
    const answer = await lens.raw.ask("PUT", path, subscription(path, listener.port), lens.identity);
    expect(answer).toMatchObject({ status: 200, body: '"OK"' });
    expect(ownHeaders(answer.headers)).toEqual(["Content-Type: application/json", "Content-Length: 4"]);
    await served.telemetry.flush(60_000);
    expect(listener.recordsOf(event)).toEqual([{ name: "lens", state: "Subscribed", types: ["platform"] }]);
  });

  it("is open to internal extensions", async () => {
    const listener = await HttpListener.open();
    const inside = await registered(await openApi(), "inside");
    const answer = await inside.raw.ask("PUT", path, subscription(path, listener.port), inside.identity);
    expect(answer.status).toBe(200);
  });

  it("is closed once the runtime and all extensions have asked for an event", async () => {
    const listener = await HttpListener.open();
    const served = await openApi({ extensions: ["lens", "late"] });
    const lens = await registered(served, "lens");
    const late = await registered(served, "late");
    lens.poll();
    await readyRuntime(served);
    const inTime = await late.raw.ask("PUT", path, subscription(path, listener.port), late.identity);
    expect(inTime.status).toBe(200);
    late.poll();
    await until(() => served.extensions.named("late")?.state === "Ready");
    const other = await client(served);
    const answer = await other.ask("PUT", path, subscription(path, 8080), lens.identity);
    expect(answer).toMatchObject(refused(`${api}.SubscriptionClosed`, `${api} API subscription is closed`));
    expect(ownHeaders(answer.headers)[0]).toBe("Content-Type: application/json");
  });

  it("is open again after a reset, for a new identifier only", async () => {
    const listener = await HttpListener.open();
    const served = await openApi({ extensions: ["lens"] });
    const old = await registered(served, "lens");
    await readyRuntime(served);
    served.reset();
    const lens = await registered(served, "lens");
    const body = subscription(path, listener.port);
    expect((await lens.raw.ask("PUT", path, body, old.identity)).body).toContain(
      "Extension.UnknownExtensionIdentifier",
    );
    expect((await lens.raw.ask("PUT", path, body, lens.identity)).status).toBe(200);
  });

  it("has a 400 that names the type first and ends without a newline", async () => {
    const lens = await registered(await openApi({ extensions: ["lens"] }), "lens");
    const answer = await lens.raw.ask("PUT", path, "{}", lens.identity);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(new RegExp(`^\\{"errorType":"${validationError}","errorMessage":".+"\\}$`));
  });
});
