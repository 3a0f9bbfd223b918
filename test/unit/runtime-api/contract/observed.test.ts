import { Socket } from "node:net";
import { expect, it } from "vitest";
import type { RuntimeApi, RuntimeApiOptions } from "../../../../src/runtime-api/runtime-api.ts";
import { readyRuntime, registered, waiting } from "../extensions/extension-client.ts";
import { client, invocation, openApi, running } from "../fixture.ts";
import { snapStart } from "../snap-start.ts";
import { documentedPaths } from "./documents.ts";
import { observed } from "./watch.ts";

const tooLarge = Buffer.alloc(6_291_557, "x");
const runtimePrefix = "/2018-06-01/runtime";
const extensionPrefix = "/2020-01-01/extension";
const subscriptionPaths = [
  "/2022-07-01/telemetry",
  "/2022-07-01/telemetry/",
  "/2020-08-15/logs",
  "/2020-08-15/logs/",
];

const open = (options: Partial<RuntimeApiOptions> = {}): Promise<RuntimeApi> =>
  openApi({ extensions: ["lens"], connect: () => new Socket(), ...options });

/** Statuses that are documented and that no client can bring the server to, with the reason. */
function neverSeen(name: string): boolean {
  // Lambda gives it when the environment is lost; an environment of ours ends its API then.
  return name.endsWith(" 500");
}

async function askRuntime(): Promise<void> {
  const { runtime, id } = await running();
  await runtime.ask("GET", "/2018-06-01/ping");
  for (const action of ["response", "error"]) {
    await runtime.ask("POST", `${runtimePrefix}/invocation/unknown/${action}`);
  }
  await runtime.ask("POST", `${runtimePrefix}/init/error`);
  await runtime.ask("POST", `${runtimePrefix}/invocation/${id}/response`, "{}");
  for (const action of ["response", "error"]) {
    await runtime.ask("POST", `${runtimePrefix}/invocation/${id}/${action}`);
  }
  for (const action of ["error", "response"]) {
    const other = await running();
    await other.runtime.ask("POST", `${runtimePrefix}/invocation/${other.id}/${action}`, tooLarge);
  }
  const failing = await running();
  await failing.runtime.ask("POST", `${runtimePrefix}/invocation/${failing.id}/error`, "{}");
  const broken = await client(await open());
  await broken.ask("POST", `${runtimePrefix}/init/error`);
  await broken.ask("GET", `${runtimePrefix}/invocation/next`);
}

async function askForRestores(): Promise<void> {
  const nobody = await client(await open());
  await nobody.ask("GET", "/2021-04-23/credentials");
  await nobody.ask("GET", `${runtimePrefix}/restore/next`);
  await nobody.ask("POST", `${runtimePrefix}/restore/error`);
  const api = await open({ snapStart });
  const runtime = await client(api);
  await runtime.ask("GET", "/2021-04-23/credentials", "", "Authorization: 8a1c5f0e-token");
  await runtime.ask("POST", `${runtimePrefix}/restore/error`);
  runtime.get("/runtime/restore/next");
  await api.initEnd;
  void api.restore();
  await runtime.answer();
  await runtime.ask("GET", `${runtimePrefix}/restore/next`);
  await runtime.ask("POST", `${runtimePrefix}/restore/error`);
}

async function askAsExtension(): Promise<void> {
  const api = await open();
  const lens = await waiting(api, "lens", ["INVOKE"]);
  const other = await registered(api, "inside");
  await other.raw.ask("POST", `${extensionPrefix}/register`, tooLarge, "Lambda-Extension-Name: x");
  await other.register("inside");
  await other.raw.ask("GET", `${extensionPrefix}/event/next`);
  for (const call of ["init", "exit"]) {
    await other.raw.ask("POST", `${extensionPrefix}/${call}/error`);
  }
  await readyRuntime(api);
  api.deliver(invocation());
  await lens.raw.answer();
  await lens.fail("exit");
  await other.fail("init");
}

async function subscribe(): Promise<void> {
  for (const path of subscriptionPaths) {
    const lens = await registered(await open(), "lens");
    const schemaVersion = path.startsWith("/2022") ? "2022-12-13" : "2020-08-15";
    const destination = { protocol: "TCP", port: 8080 };
    const body = JSON.stringify({ schemaVersion, types: ["platform"], destination });
    for (const sent of [body, "{", tooLarge]) {
      await lens.raw.ask("PUT", path, sent, lens.identity);
    }
    await lens.raw.ask("PUT", path, body);
  }
}

async function askWhereExtensionsAreDisabled(): Promise<void> {
  const nobody = await client(await open({ extensions: undefined }));
  await nobody.ask("GET", `${extensionPrefix}/event/next`);
  for (const call of ["register", "init/error", "exit/error"]) {
    await nobody.ask("POST", `${extensionPrefix}/${call}`);
  }
  for (const path of subscriptionPaths) {
    await nobody.ask("PUT", path);
  }
}

it("every documented answer is one that the server gives", async () => {
  await askRuntime();
  await askForRestores();
  await askAsExtension();
  await subscribe();
  await askWhereExtensionsAreDisabled();
  const documented = documentedPaths.flatMap(({ template, methods }) =>
    [...methods].flatMap(([method, responses]) =>
      Object.keys(responses).map((status) => `${method} ${template} ${status}`),
    ),
  );
  expect([...observed].sort()).toEqual(documented.filter((name) => !neverSeen(name)).sort());
});
