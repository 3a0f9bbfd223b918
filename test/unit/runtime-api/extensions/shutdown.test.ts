import { describe, expect, it } from "vitest";
import type { RuntimeApi } from "../../../../src/runtime-api/runtime-api.ts";
import { invocation, openApi, ownHeaders } from "../fixture.ts";
import { readyRuntime, waiting } from "./extension-client.ts";

function shutDown(api: RuntimeApi, name: string, deadlineMs: number, reason: string): void {
  const found = api.extensions.named(name);
  if (found === undefined) {
    throw new Error(`expected an extension ${name}`);
  }
  api.extensions.shutDown(found, deadlineMs, reason);
}

describe("a SHUTDOWN event", () => {
  it.each(["SPINDOWN", "TIMEOUT", "FAILURE", "spindown"])(
    "names its deadline and its reason %s as it was given, and has no identifier",
    async (reason) => {
      const api = await openApi({ extensions: ["lens"] });
      const lens = await waiting(api, "lens", ["SHUTDOWN"]);
      shutDown(api, "lens", 1_795_000_002_000, reason);
      const answer = await lens.raw.answer();
      expect(answer.body).toBe(
        `{"eventType":"SHUTDOWN","deadlineMs":1795000002000,"shutdownReason":"${reason}"}\n`,
      );
      expect(ownHeaders(answer.headers)).toEqual([
        "Content-Type: application/json",
        `Content-Length: ${answer.body.length}`,
      ]);
    },
  );

  it("waits for an extension that is at work on an INVOKE", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE", "SHUTDOWN"]);
    await readyRuntime(api);
    api.deliver(invocation());
    expect(JSON.parse((await lens.raw.answer()).body).eventType).toBe("INVOKE");
    shutDown(api, "lens", 1_795_000_002_000, "TIMEOUT");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lens.raw.silent).toBe(true);
    expect(JSON.parse((await lens.next()).body)).toMatchObject({ shutdownReason: "TIMEOUT" });
  });

  it("goes to one extension and not to another", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const lens = await waiting(api, "lens", ["SHUTDOWN"]);
    const lamp = await waiting(api, "lamp", ["SHUTDOWN"]);
    shutDown(api, "lens", 1_795_000_002_000, "SPINDOWN");
    expect((await lens.raw.answer()).status).toBe(200);
    expect(lamp.raw.silent).toBe(true);
  });

  it("is the last: who asks again waits", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["SHUTDOWN"]);
    shutDown(api, "lens", 1_795_000_002_000, "SPINDOWN");
    await lens.raw.answer();
    lens.poll();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lens.raw.silent).toBe(true);
  });
});
