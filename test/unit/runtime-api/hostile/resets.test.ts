import { describe, expect, it } from "vitest";
import { extension, readyRuntime, registered, waiting } from "../extensions/extension-client.ts";
import { client, invocation, openApi, until } from "../fixture.ts";
import type { RawClient } from "../raw-client.ts";
import { snapStart } from "../snap-start.ts";

async function cutOff({ socket, closed }: RawClient): Promise<void> {
  socket.resetAndDestroy();
  await closed;
  await new Promise((resolve) => setTimeout(resolve, 5));
}

function halfPost(client: RawClient, path: string, ...headers: readonly string[]): void {
  client.write(
    `${[`POST ${path} HTTP/1.1`, "Host: x", ...headers].join("\r\n")}\r\nContent-Length: 9\r\n\r\n{`,
  );
}

describe("a connection that an extension loses", () => {
  it("while it registers registers nobody", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await extension(api);
    halfPost(lens.raw, "/2020-01-01/extension/register", "Lambda-Extension-Name: lens");
    await cutOff(lens.raw);
    expect(api.extensions.named("lens")?.state).toBe("Started");
    await registered(api, "lens", ["INVOKE"]);
  });

  it("after it registered costs nothing: the identifier is what counts", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens", ["INVOKE"]);
    await cutOff(lens.raw);
    const again = await extension(api);
    again.identifier = lens.identifier;
    again.poll();
    await until(() => api.extensions.named("lens")?.state === "Ready");
  });

  it("while it waits loses it the event, and the next call completes the invocation", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    const runtime = await readyRuntime(api);
    await cutOff(lens.raw);
    const given = invocation();
    const delivery = api.deliver(given);
    await runtime.answer();
    runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
    await runtime.answer();
    runtime.get("/runtime/invocation/next");
    const again = await extension(api);
    again.identifier = lens.identifier;
    again.poll();
    await delivery.completed;
  });

  it("while it reports an error is an error all the same", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens", ["INVOKE"]);
    halfPost(
      lens.raw,
      "/2020-01-01/extension/exit/error",
      lens.identity,
      "Lambda-Extension-Function-Error-Type: Extension.Broken",
    );
    await cutOff(lens.raw);
    await until(() => api.extensions.named("lens")?.state === "ExitError");
    await readyRuntime(api);
  });
});

describe("a connection that a runtime loses", () => {
  it("while it waits to be restored does not keep it from going on after the restore", async () => {
    const api = await openApi({ snapStart });
    const lost = await client(api);
    lost.get("/runtime/restore/next");
    await api.initEnd;
    await cutOff(lost);
    const end = api.restore();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    expect(await end).toMatchObject({ kind: "ready" });
    api.deliver(invocation());
    expect((await runtime.answer()).status).toBe(200);
  });

  it("while it reports that its restore failed is a failed restore", async () => {
    const api = await openApi({ snapStart });
    const runtime = await client(api);
    runtime.get("/runtime/restore/next");
    await api.initEnd;
    const end = api.restore();
    await runtime.answer();
    halfPost(runtime, "/2018-06-01/runtime/restore/error");
    await cutOff(runtime);
    expect(await end).toMatchObject({ kind: "restore-error" });
  });
});
