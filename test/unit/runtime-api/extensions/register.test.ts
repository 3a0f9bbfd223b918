import { describe, expect, it } from "vitest";
import { openApi, ownHeaders } from "../fixture.ts";
import { extension, headerOf, readyRuntime, refused, refusedIn, registered } from "./extension-client.ts";

const facts = '"functionName":"order-api","functionVersion":"$LATEST","handler":"index.handler"';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("/extension/register", () => {
  it("answers 200 with an identifier and the function's facts", async () => {
    const lens = await extension(await openApi({ extensions: ["lens"] }));
    const answer = await lens.register("lens", ["INVOKE", "SHUTDOWN"]);
    expect(answer).toMatchObject({ status: 200, body: `{${facts}}\n` });
    expect(lens.identifier).toMatch(uuid);
    expect(ownHeaders(answer.headers)).toEqual([
      "Content-Type: application/json",
      `Lambda-Extension-Identifier: ${lens.identifier}`,
      `Content-Length: ${answer.body.length}`,
    ]);
  });

  it("gives each extension an identifier of its own", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const [lens, lamp] = [await registered(api, "lens"), await registered(api, "lamp")];
    expect(lens.identifier).not.toBe(lamp.identifier);
  });

  it.each(["accountId", "accountId,other", "other, accountId "])(
    "tells the account to who accepts the features %s",
    async (features) => {
      const lens = await extension(await openApi());
      const answer = await lens.register("lens", [], `Lambda-Extension-Accept-Feature: ${features}`);
      expect(answer.body).toBe(`{${facts},"accountId":"012345678912"}\n`);
    },
  );

  it.each(["accountid", "account", ""])("does not tell it for the feature %j", async (feature) => {
    const lens = await extension(await openApi());
    const answer = await lens.register("lens", [], `Lambda-Extension-Accept-Feature: ${feature}`);
    expect(answer.body).toBe(`{${facts}}\n`);
  });

  it.each(["{}", '{"events":[]}', '{"events":null}', '{"configurationKeys":[],"other":1}'])(
    "takes %s for no events",
    async (body) => {
      const api = await openApi({ extensions: ["lens"] });
      const answer = await (await extension(api)).registerWith(body, "Lambda-Extension-Name: lens");
      expect(answer.status).toBe(200);
      expect(api.extensions.named("lens")).toMatchObject({ state: "Registered", events: [] });
    },
  );

  it("escapes what HTML would read, as Go's encoder does", async () => {
    const api = await openApi({
      facts: { functionName: "a<b>&c", functionVersion: "1", handler: "x", accountId: "0" },
    });
    const answer = await (await extension(api)).register("lens");
    expect(answer.body).toContain('"a\\u003cb\\u003e\\u0026c"');
  });

  it("resolves once every external extension has registered, whatever internal ones do", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    let all = false;
    void api.extensions.registered.then(() => {
      all = true;
    });
    await registered(api, "lens");
    await registered(api, "inside");
    expect(all).toBe(false);
    await registered(api, "lamp");
    await api.extensions.registered;
  });
});

describe("/extension/register refuses", () => {
  it.each([["no name", []] as const, ["an empty name", ["Lambda-Extension-Name:"]] as const])(
    "%s, before it looks at the body",
    async (_, headers) => {
      const answer = await (await extension(await openApi())).registerWith("{", ...headers);
      expect(answer).toMatchObject(refused("Extension.InvalidExtensionName", "Empty extension name"));
      expect(headerOf(answer, "Content-Type")).toBe("application/json");
      expect(headerOf(answer, "Lambda-Extension-Identifier")).toBeUndefined();
    },
  );

  it.each(["", "{", "[]", "7", '{"events":"INVOKE"}', '{"events":[1]}', '{"configurationKeys":"x"}'])(
    "the body %j",
    async (body) => {
      const answer = await (await extension(await openApi())).registerWith(
        body,
        "Lambda-Extension-Name: lens",
      );
      expect(answer.status).toBe(403);
      expect(answer.body).toMatch(/^\{"errorMessage":".+","errorType":"InvalidRequestFormat"\}\n$/);
    },
  );

  it("configuration keys, which are deprecated", async () => {
    const lens = await extension(await openApi({ extensions: ["lens"] }));
    const answer = await lens.registerWith('{"configurationKeys":["a"]}', "Lambda-Extension-Name: lens");
    expect(answer).toMatchObject(
      refused("InvalidRequestFormat", "configurationKeys are deprecated; use environment variables instead"),
    );
  });

  it.each(["lens", "inside"])("an event that %s cannot subscribe to, by its name", async (name) => {
    const lens = await extension(await openApi({ extensions: ["lens"] }));
    expect(await lens.register(name, ["INVOKE", "invoke"])).toMatchObject(
      refused("Extension.InvalidEventType", "invoke: ErrorInvalidEventType"),
    );
  });

  it("SHUTDOWN for an internal extension", async () => {
    const inside = await extension(await openApi({ extensions: ["lens"] }));
    expect(await inside.register("inside", ["INVOKE", "SHUTDOWN"])).toMatchObject(
      refused("Extension.InvalidEventType", "SHUTDOWN: ShutdownEventNotSupportedForInternalExtension"),
    );
    expect((await inside.register("inside", ["INVOKE"])).status).toBe(200);
  });

  it("an external extension that registers again, by the state that it is in", async () => {
    const lens = await registered(await openApi({ extensions: ["lens"] }), "lens");
    expect(await lens.register("lens")).toMatchObject(refusedIn("Registered", "Registered", "lens"));
  });

  it("an internal extension whose name is taken", async () => {
    const inside = await registered(await openApi(), "inside");
    expect(await inside.register("inside")).toMatchObject(
      refused("Extension.InvalidExtensionState", "Extension with this name already registered"),
    );
  });

  it("the eleventh extension, internal and external ones counted together", async () => {
    const api = await openApi({ extensions: ["lens", "lamp", "log"] });
    for (let count = 4; count <= 10; count++) {
      await registered(api, `inside-${count}`);
    }
    const tooMany = refused("Extension.TooManyExtensions", "Extension limit (10) reached");
    const eleventh = await extension(api);
    expect(await eleventh.register("inside-11")).toMatchObject(tooMany);
    expect(await eleventh.register("inside-4")).toMatchObject(tooMany);
    expect((await eleventh.register("lens")).status).toBe(200);
  });

  it("an internal extension once the runtime has asked for an event", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens");
    await readyRuntime(api);
    const closed = refused("Extension.RegistrationClosed", "Extension registration closed already");
    expect(await (await extension(api)).register("inside")).toMatchObject(closed);
    expect(await lens.register("lens")).toMatchObject(refusedIn("Registered", "Registered", "lens"));
  });

  it("a body above the size of a response with 413", async () => {
    const answer = await (await extension(await openApi())).registerWith(
      "x".repeat(6_291_557),
      "Lambda-Extension-Name: lens",
    );
    expect(answer.status).toBe(413);
  });
});
