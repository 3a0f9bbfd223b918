import { describe, expect, it } from "vitest";
import { invocation, openApi, ownHeaders } from "../fixture.ts";
import { accepted, readyRuntime, refusedIn, registered, waiting } from "./extension-client.ts";

describe("/extension/init/error", () => {
  it("takes the error of an extension that has registered, whatever its body", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens");
    const answer = await lens.fail("init", "Extension.NoLicence", "not even JSON");
    expect(answer).toMatchObject(accepted);
    expect(ownHeaders(answer.headers)).toEqual(["Content-Type: application/json", "Content-Length: 16"]);
    expect(api.extensions.named("lens")).toMatchObject({
      state: "InitError",
      errorType: "Extension.NoLicence",
    });
  });

  it("takes it again, and keeps the first type", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens");
    await lens.fail("init", "Extension.First");
    expect(await lens.fail("init", "Extension.Second")).toMatchObject(accepted);
    expect(api.extensions.named("lens")?.errorType).toBe("Extension.First");
  });

  it("is refused once the extension has asked for an event, and in an error of exit", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    await readyRuntime(api);
    api.deliver(invocation());
    await lens.raw.answer();
    expect(await lens.fail("init")).toMatchObject(refusedIn("Running", "InitError", lens.identifier));
    await lens.fail("exit");
    expect(await lens.fail("init")).toMatchObject(refusedIn("ExitError", "InitError", lens.identifier));
  });
});

describe("/extension/exit/error", () => {
  it("takes the error of an extension at work, twice, and keeps the first type", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    await readyRuntime(api);
    api.deliver(invocation());
    await lens.raw.answer();
    expect(await lens.fail("exit", "Extension.First", "{}")).toMatchObject(accepted);
    expect(await lens.fail("exit", "Extension.Second")).toMatchObject(accepted);
    expect(api.extensions.named("lens")).toMatchObject({ state: "ExitError", errorType: "Extension.First" });
  });

  it("takes it before the first event, and over another connection while the extension waits", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const lens = await registered(api, "lens");
    expect(await lens.fail("exit")).toMatchObject(accepted);
    const lamp = await waiting(api, "lamp");
    lens.identifier = lamp.identifier;
    expect(await lens.fail("exit")).toMatchObject(accepted);
    expect(api.extensions.named("lamp")?.state).toBe("ExitError");
  });

  it("is refused after an error of init", async () => {
    const lens = await registered(await openApi({ extensions: ["lens"] }), "lens");
    await lens.fail("init");
    expect(await lens.fail("exit")).toMatchObject(refusedIn("InitError", "Exited", lens.identifier));
  });
});
