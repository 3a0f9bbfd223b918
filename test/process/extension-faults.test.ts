import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import type { Answer, TargetEnvironment } from "../../src/targets/target.ts";
import { type Bench, functionFolder, openBench } from "./fixture.ts";
import { extensionLayer, layerOf } from "./script-layer.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const variant: Partial<Variant> = { code: functionFolder("node"), handler: "life.handler" };

async function startBeside(
  scripts: Readonly<Record<string, string>>,
  changes: Partial<Variant> = {},
): Promise<TargetEnvironment> {
  using layer = extensionLayer(scripts);
  return await bench.start({ ...variant, layers: layer.layers, ...changes });
}

describe.concurrent("an extension that fails once", () => {
  it.each([
    ["exits-in-init", "Extension.Crash"],
    ["reports-init-error", "Extension.InitError"],
  ])("%s: init runs again in the first invocation, with all in /tmp as it was", async (script) => {
    await using environment = ended(await startBeside({ [script]: script }));
    const { observation, body } = await send(environment, {});
    expect(observation).toMatchObject({ status: "ok", error: undefined, initMs: undefined });
    expect(observation.failedInitMs).toBeGreaterThan(0);
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
    expect(observation.durationMs).toBeGreaterThan(observation.suppressedInitMs ?? 0);
    expect(documentOf(body).files).toEqual(expect.arrayContaining([`${script}-was-here`]));
    const warm = await send(environment, {});
    expect(warm.observation).toMatchObject({ status: "ok", suppressedInitMs: undefined });
  });

  it.each([
    ["killed-in-invoke", "Extension.Crash", "signal: segmentation fault"],
    ["reports-exit-error", "Extension.ExitError", "exit status 1"],
  ])("%s: the invocation fails, and the next one starts all anew", async (script, type, reason) => {
    await using environment = ended(await startBeside({ [script]: script }));
    const { observation, body, requestId } = await send(environment, { action: "hang" });
    expect(observation).toMatchObject({ status: "crash", error: { type } });
    expect(documentOf(body)).toEqual({
      errorType: type,
      errorMessage: `RequestId: ${requestId} Error: ${reason}`,
    });
    expect(observation.error?.message).toContain(`(extension ${script})`);
    const next = await send(environment, {});
    expect(next.observation.status).toBe("ok");
    expect(next.observation.suppressedInitMs).toBeGreaterThan(0);
  });

  it("reported an error and stays is the reason also where the runtime ends first", async () => {
    await using environment = ended(await startBeside({ stays: "reports-and-stays" }));
    const { observation } = await send(environment, { action: "exit-later" });
    expect(observation).toMatchObject({ status: "crash", error: { type: "Extension.ExitError" } });
    expect(observation.error?.message).toContain("Runtime exited");
    expect(observation.error?.message).toContain("(extension stays)");
  });

  it("ends between two invocations: the next one fails, and the one after it starts all anew", async () => {
    await using environment = ended(await startBeside({ idler: "exits-when-idle" }));
    const first = await send(environment, {});
    expect(first.observation.status).toBe("ok");
    // It goes 50 ms after the event.
    await sleep(500);
    const { observation, body, requestId } = await send(environment, {});
    expect(observation).toMatchObject({ status: "crash", error: { type: "Extension.Crash" } });
    expect(documentOf(body)).toEqual({
      errorType: "Extension.Crash",
      errorMessage: `RequestId: ${requestId} Error: exit code 0`,
    });
    const next = await send(environment, {});
    expect(next.observation.status).toBe("ok");
    expect(next.observation.suppressedInitMs).toBeGreaterThan(0);
    expect(documentOf(next.body).pid).not.toBe(documentOf(first.body).pid);
  });

  it("is too slow in init: the first invocation inits again", { timeout: 30_000 }, async () => {
    await using environment = ended(await startBeside({ slow: "slow-first-time" }));
    const { observation, events } = await send(environment, {});
    expect(observation).toMatchObject({ status: "ok", failedInitMs: 10_000, initMs: undefined });
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
    const reports = events?.filter(({ type }) => type === "platform.initReport").map(({ record }) => record);
    expect(reports).toMatchObject([
      { phase: "init", status: "timeout", metrics: { durationMs: 10_000 } },
      { phase: "invoke", status: "success" },
    ]);
  });
});

describe.concurrent("an extension that always fails", () => {
  it.each(["never-registers", "never-asks"])(
    "%s: init times out, and the invocation too",
    { timeout: 30_000 },
    async (script) => {
      await using environment = ended(await startBeside({ [script]: script }, { timeoutSeconds: 1 }));
      const { observation } = await send(environment, {});
      expect(observation).toMatchObject({
        status: "timeout",
        error: { type: "Sandbox.Timedout" },
        failedInitMs: 10_000,
        suppressedInitMs: 1000,
        durationMs: 1000,
      });
      expect(observation.error?.message).toContain("Task timed out after 1.00 seconds");
    },
  );

  it("never finishes an event: the answer is there, the invocation times out", async () => {
    await using environment = ended(await startBeside({ lazy: "never-finishes" }, { timeoutSeconds: 1 }));
    const { observation, body } = await send(environment, { action: "write", name: "kept" });
    expect(observation).toMatchObject({ status: "timeout", durationMs: 1000, overheadMs: undefined });
    expect(observation.invokeMs).toBeLessThan(1000);
    expect(documentOf(body).files).toContain("kept");
    const next = await send(environment, {});
    expect(next.observation.suppressedInitMs).toBeGreaterThan(0);
    expect(documentOf(next.body).files).toContain("kept");
  });

  it.each([
    ["may not be executed", { content: `#!${process.execPath}\n`, mode: 0o644 }, "PermissionDenied"],
    ["is in no format that is known", { content: "just words", mode: 0o755 }, "UnknownError"],
    [
      "names an interpreter that is not there",
      { content: "#!/no/such/program\n", mode: 0o755 },
      "UnknownError",
    ],
  ])("%s: it cannot be launched", async (_what, file, errorType) => {
    using layer = layerOf({ "extensions/broken": file });
    await using environment = ended(await bench.start({ ...variant, layers: layer.layers }));
    const { observation, events } = await send(environment, {});
    expect(observation).toMatchObject({ status: "init-error", error: { type: "Extension.LaunchError" } });
    expect(observation.error?.message).toMatch(/cannot start .*\/extensions\/broken: (?!.*ENO|.*EACC)/);
    expect(observation.failedInitMs).toBeGreaterThan(0);
    const told = events?.find(({ type }) => type === "platform.extension");
    expect(told?.record).toMatchObject({ name: "broken", state: "LaunchError", errorType });
  });

  it("is the eleventh", async () => {
    const scripts = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`e${index}`, "echo"]));
    await using environment = ended(await startBeside(scripts));
    const { observation, events } = await send(environment, {});
    expect(observation).toMatchObject({ status: "init-error", error: { type: "Extension.LaunchError" } });
    expect(observation.error?.message).toContain("TooManyExtensions");
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "platform.extension",
        record: { name: "e9", state: "LaunchError", events: [], errorType: "TooManyExtensions" },
      }),
    );
  });
});

describe("extensions", () => {
  it("are measured apart, and together they make the overhead", async () => {
    await using environment = ended(await startBeside({ quick: "echo", slow: "slow" }));
    const { observation } = await send(environment, {});
    const { extensionInitMs = {}, extensionOverheadMs = {}, initMs = 0, overheadMs = 0 } = observation;
    expect(Object.keys(extensionInitMs)).toEqual(["quick", "slow"]);
    expect(Math.max(...Object.values(extensionInitMs))).toBeLessThanOrEqual(initMs);
    expect(extensionOverheadMs.slow).toBeGreaterThan(extensionOverheadMs.quick ?? Number.NaN);
    expect(overheadMs).toBeGreaterThanOrEqual(Math.max(...Object.values(extensionOverheadMs)));
  });

  it("that subscribed to INVOKE alone are ended without a word; those that never end are killed", async () => {
    const environment = await startBeside({ invoke: "only-invoke", stubborn: "never-ends" });
    await send(environment, {});
    const beganAtMs = Date.now();
    await environment.stop();
    expect(Date.now() - beganAtMs).toBeGreaterThan(1900);
    const quick = await startBeside({ invoke: "only-invoke" });
    await send(quick, {});
    const again = Date.now();
    await quick.stop();
    expect(Date.now() - again).toBeLessThan(1900);
  });

  it("are turned off by a file in a layer, and what is in their folder is not started", async () => {
    using layer = layerOf({
      "extensions/never": { script: "never-registers" },
      "disable-extensions-jwigqn8j": { content: "", mode: 0o644 },
    });
    await using environment = ended(await bench.start({ ...variant, layers: layer.layers }));
    const { observation } = await send(environment, {});
    expect(observation).toMatchObject({ status: "ok", extensionInitMs: undefined });
  });

  it("see the variables of the function, without those that Lambda keeps from them", async () => {
    await using environment = ended(
      await startBeside({ shows: "shows-variables" }, { environment: { TABLE: "orders" } }),
    );
    const { body } = await send(environment, {});
    const { tmp, variables: ofFunction } = documentOf(body);
    const { variables, folder } = JSON.parse(readFileSync(`${tmp}/extension.json`, "utf8"));
    expect(folder).toBe("/");
    const hidden = Object.keys(ofFunction).filter((name) => !(name in variables));
    expect(hidden.sort()).toEqual([
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_XRAY_CONTEXT_MISSING",
      "AWS_XRAY_DAEMON_ADDRESS",
      "LAMBDA_RUNTIME_DIR",
      "LAMBDA_TASK_ROOT",
      "_AWS_XRAY_DAEMON_ADDRESS",
      "_AWS_XRAY_DAEMON_PORT",
      "_HANDLER",
      "_X_AMZN_TRACE_ID",
    ]);
    expect(ofFunction).toMatchObject(variables);
    expect(variables).toMatchObject({ TABLE: "orders", AWS_REGION: "us-east-1", TMPDIR: tmp });
  });

  it("end with the environment, whatever state they are in", async () => {
    const environment = await startBeside({ lazy: "never-finishes", stubborn: "never-ends" });
    const answer = send(environment, {});
    await sleep(300);
    await environment.stop();
    const { observation } = await answer;
    expect(observation.status).toBe("crash");
    expect(environment.alive).toBe(false);
  });
});

/** Stops an environment at the end of a test. */
function ended(environment: TargetEnvironment): TargetEnvironment & AsyncDisposable {
  return Object.assign(environment, { [Symbol.asyncDispose]: () => environment.stop() });
}

function send(environment: TargetEnvironment, event: unknown): Promise<Answer> {
  return environment.invoke(Buffer.from(JSON.stringify(event)));
}

function documentOf(body: Uint8Array | undefined) {
  return JSON.parse(Buffer.from(body ?? []).toString("utf8"));
}
