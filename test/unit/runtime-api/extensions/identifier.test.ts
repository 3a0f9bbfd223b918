import { describe, expect, it } from "vitest";
import { client, openApi } from "../fixture.ts";
import { refused, registered } from "./extension-client.ts";

const calls = [
  ["GET", "/2020-01-01/extension/event/next"],
  ["POST", "/2020-01-01/extension/init/error"],
  ["POST", "/2020-01-01/extension/exit/error"],
  ["PUT", "/2022-07-01/telemetry"],
  ["PUT", "/2022-07-01/telemetry/"],
  ["PUT", "/2020-08-15/logs"],
  ["PUT", "/2020-08-15/logs/"],
] as const;
const stranger = "01234567-89ab-cdef-0123-456789ABCDEF";

describe.each(calls)("%s %s", (method, path) => {
  it.each([[], ["Lambda-Extension-Identifier:"]])(
    "is refused without an identifier %#",
    async (...headers) => {
      const nobody = await client(await openApi());
      expect(await nobody.ask(method, path, "", ...headers)).toMatchObject(
        refused("Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header"),
      );
    },
  );

  it("is refused with one that is not a UUID", async () => {
    const nobody = await client(await openApi());
    expect(await nobody.ask(method, path, "", "Lambda-Extension-Identifier: lens")).toMatchObject(
      refused("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier"),
    );
  });

  it("is refused with one that nobody has", async () => {
    const nobody = await client(await openApi());
    const message = path.endsWith("next")
      ? `Unknown extension ${stranger.toLowerCase()}`
      : "Unknown Lambda-Extension-Identifier";
    expect(await nobody.ask(method, path, "{}", `Lambda-Extension-Identifier: ${stranger}`)).toMatchObject(
      refused("Extension.UnknownExtensionIdentifier", message),
    );
  });
});

describe("an identifier", () => {
  it("is the same in capital letters", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens");
    lens.identifier = lens.identifier.toUpperCase();
    expect((await lens.fail("init")).status).toBe(202);
  });
});

describe("an error report", () => {
  it.each(["init", "exit"])("of %s needs its type, and is no move without one", async (call) => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens");
    const path = `/2020-01-01/extension/${call}/error`;
    expect(await lens.raw.ask("POST", path, "{}", lens.identity)).toMatchObject(
      refused("Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found"),
    );
    expect(api.extensions.named("lens")?.state).toBe("Registered");
  });
});
