import { describe, expect, it } from "vitest";
import { findSandboxNames, type LookUp, unresolved } from "../../../src/machine/sandbox-names.ts";

const answers =
  (byName: Readonly<Record<string, readonly string[]>>): LookUp =>
  async (name) => {
    const addresses = byName[name];
    if (addresses === undefined) {
      throw new Error(`getaddrinfo ENOTFOUND ${name}`);
    }
    return addresses.map((address) => ({ address }));
  };

describe("the names by which extensions reach a listener", () => {
  it("are in order where each leads to the loopback interface", async () => {
    const found = await findSandboxNames(
      answers({ sandbox: ["127.0.0.1"], "sandbox.localdomain": ["::1", "127.0.1.1"] }),
    );
    expect(found).toEqual([
      { kind: "loopback", name: "sandbox", address: "127.0.0.1" },
      { kind: "loopback", name: "sandbox.localdomain", address: "::1" },
    ]);
    expect(unresolved(found)).toEqual([]);
  });

  it("are not in order where one leads nowhere, or one of its addresses elsewhere", async () => {
    const found = await findSandboxNames(answers({ "sandbox.localdomain": ["127.0.0.1", "192.0.2.7"] }));
    expect(found).toEqual([
      { kind: "unknown", name: "sandbox" },
      { kind: "elsewhere", name: "sandbox.localdomain", address: "192.0.2.7" },
    ]);
    expect(unresolved(found)).toEqual(["sandbox", "sandbox.localdomain"]);
  });

  it("are not waited for when the resolver keeps silent", async () => {
    const found = await findSandboxNames(() => new Promise(() => {}), 5);
    expect(found.map(({ kind }) => kind)).toEqual(["no-answer", "no-answer"]);
  });

  it("are asked of this machine, whatever it answers", async () => {
    const found = await findSandboxNames();
    expect(found.map(({ name }) => name)).toEqual(["sandbox", "sandbox.localdomain"]);
  });
});
