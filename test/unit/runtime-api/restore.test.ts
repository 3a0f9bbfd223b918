import { describe, expect, it } from "vitest";
import type { RestoreEnd } from "../../../src/runtime-api/invocation.ts";
import type { RuntimeApi, RuntimeApiOptions } from "../../../src/runtime-api/runtime-api.ts";
import { extension, refused } from "./extensions/extension-client.ts";
import { client, invocation, openApi, ownHeaders, until } from "./fixture.ts";
import type { RawClient } from "./raw-client.ts";
import { snapStart } from "./snap-start.ts";

const acceptedBody = '{"status":"OK"}\n';

/** A runtime that waits to be restored. */
async function frozen(
  options: Partial<RuntimeApiOptions> = {},
): Promise<{ api: RuntimeApi; runtime: RawClient }> {
  const api = await openApi({ snapStart, ...options });
  const runtime = await client(api);
  runtime.get("/runtime/restore/next");
  await api.initEnd;
  return { api, runtime };
}

/** A runtime that was restored and has not asked for an event yet. */
async function restored(): Promise<{ api: RuntimeApi; runtime: RawClient; end: Promise<RestoreEnd> }> {
  const { api, runtime } = await frozen();
  const end = api.restore();
  await runtime.answer();
  return { api, runtime, end };
}

function notAllowed(from: string, to: string): { status: number; body: string } {
  return refused(
    "InvalidStateTransition",
    `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  );
}

describe("/runtime/restore/next", () => {
  it("ends init, blocks until the restore, and then answers with nothing", async () => {
    const { api, runtime } = await frozen();
    expect(await api.initEnd).toMatchObject({ kind: "restore-ready" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runtime.silent).toBe(true);
    expect(api.state).toBe("RestoreReady");
    void api.restore();
    const answer = await runtime.answer();
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(ownHeaders(answer.headers)).toEqual(["Content-Length: 0"]);
    expect(api.state).toBe("Restoring");
  });

  it("is followed by the first event, which ends the restore after init", async () => {
    const { api, runtime, end } = await restored();
    runtime.get("/runtime/invocation/next");
    const [first, last] = [await api.initEnd, await end];
    expect(last).toMatchObject({ kind: "ready" });
    expect(first.atMs).toBeLessThan(last.atMs);
    api.deliver(invocation());
    expect((await runtime.answer()).status).toBe(200);
  });

  it("may be left out: a runtime that asks for an event at once has no interest in a restore", async () => {
    const api = await openApi({ snapStart });
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    expect(await api.initEnd).toMatchObject({ kind: "ready" });
    const second = await client(api);
    expect(await second.ask("GET", "/2018-06-01/runtime/restore/next")).toMatchObject(
      notAllowed("Ready", "RestoreReady"),
    );
  });

  it("is refused a second time, and so is everything else, until the restore", async () => {
    const { api } = await frozen();
    const second = await client(api);
    const calls = [
      ["GET", "restore/next", "RestoreReady"],
      ["GET", "invocation/next", "Ready"],
      ["POST", "init/error", "InitError"],
      ["POST", "restore/error", "RuntimeRestoreErrorState"],
    ] as const;
    for (const [method, path, goal] of calls) {
      expect(await second.ask(method, `/2018-06-01/runtime/${path}`)).toMatchObject(
        notAllowed("RestoreReady", goal),
      );
    }
    expect(api.state).toBe("RestoreReady");
  });

  it("is refused after an error of init, and once restored", async () => {
    const api = await openApi({ snapStart });
    const failed = await client(api);
    await failed.ask("POST", "/2018-06-01/runtime/init/error", "{}");
    expect(await failed.ask("GET", "/2018-06-01/runtime/restore/next")).toMatchObject(
      notAllowed("InitError", "RestoreReady"),
    );
    const { runtime } = await restored();
    expect(await runtime.ask("GET", "/2018-06-01/runtime/restore/next")).toMatchObject(
      notAllowed("Restoring", "RestoreReady"),
    );
  });

  it("closes registration and subscribing, as a first event does", async () => {
    const { api } = await frozen();
    const late = await extension(api);
    expect(await late.register("inside")).toMatchObject(
      refused("Extension.RegistrationClosed", "Extension registration closed already"),
    );
    expect(api.telemetry.wanted).toBe(false);
  });

  it("cannot be answered when nobody waits there", async () => {
    const api = await openApi({ snapStart });
    await expect(async () => api.restore()).rejects.toThrow(
      "expected a runtime that waits for it, got state Started",
    );
    const { api: other } = await restored();
    await expect(async () => other.restore()).rejects.toThrow("got state Restoring");
  });
});

describe("an error during a restore", () => {
  it.each(["restore/error", "init/error"])(
    "is taken through %s, once, and ends the restore",
    async (path) => {
      const { api, runtime, end } = await restored();
      const type = "Lambda-Runtime-Function-Error-Type: Runtime.AfterRestoreError";
      const answer = await runtime.ask("POST", `/2018-06-01/runtime/${path}`, '{"errorMessage":"no"}', type);
      expect(answer).toMatchObject({ status: 202, body: acceptedBody });
      expect(api.state).toBe("RuntimeRestoreErrorState");
      expect(await end).toMatchObject({
        kind: "restore-error",
        post: { errorType: "Runtime.AfterRestoreError" },
      });
      expect(await api.initEnd).toMatchObject({ kind: "restore-ready" });
      for (const [again, goal] of [
        ["restore/error", "RuntimeRestoreErrorState"],
        ["init/error", "InitError"],
      ]) {
        expect(await runtime.ask("POST", `/2018-06-01/runtime/${again}`, "{}")).toMatchObject(
          notAllowed("RuntimeRestoreErrorState", goal ?? ""),
        );
      }
      expect(await runtime.ask("GET", "/2018-06-01/runtime/invocation/next")).toMatchObject(
        notAllowed("RuntimeRestoreErrorState", "Ready"),
      );
    },
  );

  it("is refused before it and after the first event was asked for", async () => {
    const api = await openApi({ snapStart });
    const early = await client(api);
    expect(await early.ask("POST", "/2018-06-01/runtime/restore/error", "{}")).toMatchObject(
      notAllowed("Started", "RuntimeRestoreErrorState"),
    );
    const { api: other, runtime } = await restored();
    runtime.get("/runtime/invocation/next");
    await until(() => other.state === "Ready");
    const late = await client(other);
    expect(await late.ask("POST", "/2018-06-01/runtime/restore/error", "{}")).toMatchObject(
      notAllowed("Ready", "RuntimeRestoreErrorState"),
    );
  });
});

describe("a reset before a restore", () => {
  it("begins anew, and the first restore's end never comes", async () => {
    const { api, runtime } = await frozen();
    const first = api.restore();
    let ended = false;
    void first.then(() => {
      ended = true;
    });
    await runtime.answer();
    api.reset();
    await runtime.closed;
    const again = await client(api);
    again.get("/runtime/restore/next");
    expect(await api.initEnd).toMatchObject({ kind: "restore-ready" });
    const second = api.restore();
    await again.answer();
    again.get("/runtime/invocation/next");
    await second;
    expect(ended).toBe(false);
  });
});

describe("without snapshots", () => {
  it.each([
    ["GET", "/2018-06-01/runtime/restore/next"],
    ["POST", "/2018-06-01/runtime/restore/error"],
    ["POST", "/2018-06-01/runtime/restore/next"],
    ["GET", "/2021-04-23/credentials"],
  ])("%s %s is not there", async (method, path) => {
    const answer = await (await client(await openApi())).ask(method, path);
    expect(answer).toMatchObject({ status: 404, body: "404 page not found\n" });
  });
});

describe("with snapshots", () => {
  it.each([
    ["POST", "/2018-06-01/runtime/restore/next", "GET"],
    ["GET", "/2018-06-01/runtime/restore/error", "POST"],
    ["PUT", "/2021-04-23/credentials", "GET"],
  ])("%s %s is 405", async (method, path, allowed) => {
    const answer = await (await client(await openApi({ snapStart }))).ask(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers).toContain(`Allow: ${allowed}`);
  });
});

describe("/2021-04-23/credentials", () => {
  it("gives the credentials of the moment to who knows the token", async () => {
    const api = await openApi({ snapStart });
    const runtime = await client(api);
    const answer = await runtime.ask("GET", "/2021-04-23/credentials", "", "Authorization: 8a1c5f0e-token");
    expect(answer).toMatchObject({
      status: 200,
      body: '{"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"secret/\\u003c\\u0026\\u003e","Token":"session","Expiration":"2026-11-23T19:20:11.123Z"}\n',
    });
    expect(ownHeaders(answer.headers)[0]).toBe("Content-Type: application/json");
  });

  it.each([[], ["Authorization: wrong"], ["Authorization: Bearer 8a1c5f0e-token"]])(
    "is 404 with a text for the headers %j",
    async (...headers) => {
      const runtime = await client(await openApi({ snapStart }));
      const answer = await runtime.ask("GET", "/2021-04-23/credentials", "", ...headers);
      expect(answer).toMatchObject({
        status: 404,
        body: "cannot get credentials for the provided token\n",
      });
      expect(answer.headers).toContain("Content-Type: text/plain; charset=utf-8");
    },
  );
});
